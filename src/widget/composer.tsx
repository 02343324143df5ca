import type { Ref } from 'preact';
import { Send } from './icons.js';
import { strings } from './strings.fr.js';

/** Longest message, in characters: what the assistant reads. */
const MAX_LENGTH = 10_000;

/** The field grows with the text; Enter sends, Shift+Enter makes a new line. */
export function Composer({ field, onSend }: { field: { current: HTMLTextAreaElement | null }; onSend(text: string): void }) {
  const send = () => {
    const area = field.current;
    if (!area) return;
    // Read from the field itself: Enter may follow the last letter before anything is drawn anew.
    const question = area.value.trim();
    area.focus();
    if (question === '') return;
    area.value = '';
    fit(area);
    onSend(question);
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
        onInput={(event) => fit(event.currentTarget)}
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

function fit(area: HTMLTextAreaElement): void {
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight}px`;
}
