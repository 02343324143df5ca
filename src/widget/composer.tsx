import type { Ref } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { Send } from './icons.js';
import { strings } from './strings.fr.js';

/** Longest message, in characters: what the assistant reads. */
const MAX_LENGTH = 10_000;

/** The field grows with the text; Enter sends, Shift+Enter makes a new line. */
export function Composer({ field, onSend }: { field: { current: HTMLTextAreaElement | null }; onSend(text: string): void }) {
  const [text, setText] = useState('');

  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    // Nothing to measure while the panel is closed.
    if (area.scrollHeight > 0) area.style.height = `${area.scrollHeight}px`;
  }, [text, field]);

  const send = () => {
    const question = text.trim();
    if (question === '') {
      field.current?.focus();
      return;
    }
    setText('');
    onSend(question);
    field.current?.focus();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="sr" for="passerelle-question">
        {strings.inputLabel}
      </label>
      <textarea
        id="passerelle-question"
        ref={field as Ref<HTMLTextAreaElement>}
        rows={1}
        maxLength={MAX_LENGTH}
        placeholder={strings.inputPlaceholder}
        enterkeyhint="send"
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          // While an input method composes, Enter chooses a character.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="send" aria-label={strings.send} title={strings.send}>
        <Send />
      </button>
    </form>
  );
}
