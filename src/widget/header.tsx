import { useRef, useState } from 'preact/hooks';
import type { Conversation } from './conversation.js';
import { Bridge, Close, Copy, Erase, Print } from './icons.js';
import { printNode } from './print.js';
import { strings } from './strings.fr.js';
import { toText } from './transcript.js';

interface HeaderProps {
  conversation: Conversation;
  hasItems: boolean;
  log: { current: HTMLElement | null };
  field: { current: HTMLElement | null };
  onClose?: (() => void) | undefined;
  logo?: string | undefined;
}

/** Who speaks, and what can be done with the conversation. */
export function Header({ conversation, hasItems, log, field, onClose, logo }: HeaderProps) {
  const confirm = useRef<HTMLDialogElement | null>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const done = await navigator.clipboard?.writeText(toText(conversation.current.items)).then(
      () => true,
      () => false,
    );
    setCopied(done === true);
    conversation.announce(done ? strings.copied : strings.copyFailed);
  };
  const erase = () => {
    confirm.current?.close();
    void conversation.erase();
    field.current?.focus();
  };
  return (
    <header class="masthead">
      <span class="mark">{logo ? <img src={logo} alt="" /> : <Bridge size={30} />}</span>
      <div class="title">
        {onClose ? <h2 id="passerelle-title">{strings.name}</h2> : <h1 id="passerelle-title">{strings.name}</h1>}
        <p>{strings.tagline}</p>
      </div>
      <div class="tools">
        {hasItems && (
          <>
            <button
              type="button"
              class="tool"
              title={strings.copyLabel}
              aria-label={strings.copyLabel}
              onClick={() => void copy()}
              onBlur={() => setCopied(false)}
            >
              <Copy />
              <span aria-hidden="true">{copied ? strings.copyDone : strings.copy}</span>
            </button>
            <button
              type="button"
              class="tool"
              title={strings.printLabel}
              aria-label={strings.printLabel}
              onClick={() => log.current && printNode(log.current)}
            >
              <Print />
              <span aria-hidden="true">{strings.print}</span>
            </button>
            <button
              type="button"
              class="tool"
              title={strings.eraseLabel}
              aria-label={strings.eraseLabel}
              onClick={() => confirm.current?.showModal()}
            >
              <Erase />
              <span aria-hidden="true">{strings.erase}</span>
            </button>
          </>
        )}
        {onClose && (
          <button type="button" class="tool" title={strings.close} aria-label={strings.close} onClick={onClose}>
            <Close />
          </button>
        )}
      </div>
      <dialog ref={confirm} class="confirm" aria-labelledby="passerelle-erase">
        <h2 id="passerelle-erase">{strings.eraseTitle}</h2>
        <p>{strings.eraseText}</p>
        <div class="choices">
          <button type="button" onClick={() => confirm.current?.close()}>
            {strings.eraseCancel}
          </button>
          <button type="button" class="primary" onClick={erase}>
            {strings.eraseConfirm}
          </button>
        </div>
      </dialog>
    </header>
  );
}
