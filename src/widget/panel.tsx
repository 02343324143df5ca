import { useEffect, useRef } from 'preact/hooks';
import { Chat } from './chat.js';
import type { Conversation } from './conversation.js';

export interface PanelProps {
  host: HTMLElement;
  base: string;
  conversation: Conversation;
  logo?: string | undefined;
  /** Opened by itself on a new page of the same site: takes no focus, and waits for a click on small screens. */
  resumed: boolean;
}

/** Below this the panel fills the screen, and the page behind it must not be reachable. */
const small = '(max-width: 480px), (max-height: 480px)';

export function Panel({ host, base, conversation, logo, resumed }: PanelProps) {
  const dialog = useRef<HTMLDialogElement | null>(null);

  const open = (takeFocus: boolean) => {
    const panel = dialog.current;
    if (!panel || panel.open) return;
    const modal = matchMedia(small).matches;
    if (modal && !takeFocus) return;
    // Unlike show(), the attribute leaves the focus where it is.
    if (!takeFocus) panel.open = true;
    else if (modal) panel.showModal();
    else panel.show();
    // On a touch screen the field would call up the keyboard over the introduction.
    if (takeFocus) panel.querySelector<HTMLElement>(matchMedia('(pointer: coarse)').matches ? '.log' : 'textarea')?.focus();
    host.dispatchEvent(new Event('passerelle-opened'));
  };
  const close = () => dialog.current?.close();

  useEffect(() => {
    const onOpen = () => open(true);
    // The size of the window decides whether the panel is modal.
    const query = matchMedia(small);
    const onResize = () => {
      const panel = dialog.current;
      if (!panel?.open) return;
      panel.dataset.switching = '';
      panel.close();
      if (query.matches) panel.showModal();
      else panel.show();
    };
    host.addEventListener('passerelle-open', onOpen);
    query.addEventListener('change', onResize);
    return () => {
      host.removeEventListener('passerelle-open', onOpen);
      query.removeEventListener('change', onResize);
    };
  }, []);

  return (
    <>
      <link rel="stylesheet" href={`${base}/widget/chat.css`} onLoad={() => open(!resumed)} onError={() => open(!resumed)} />
      <dialog
        ref={dialog}
        class="panel"
        aria-labelledby="passerelle-title"
        onClose={(event) => {
          // The confirmation inside closes too; its event does not concern the panel.
          const panel = event.currentTarget;
          if (event.target !== panel) return;
          if (panel.dataset.switching !== undefined) {
            delete panel.dataset.switching;
            return;
          }
          rememberOpen(false);
          host.dispatchEvent(new Event('passerelle-closed'));
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.defaultPrevented && !dialog.current?.querySelector('dialog[open]')) close();
        }}
      >
        <Chat conversation={conversation} base={base} onClose={close} logo={logo} onSpoken={() => rememberOpen(true)} />
      </dialog>
    </>
  );
}

/** Kept only once the visitor has written: before the first message nothing is stored. */
function rememberOpen(open: boolean): void {
  try {
    if (open) sessionStorage.setItem('passerelle-open', '1');
    else sessionStorage.removeItem('passerelle-open');
  } catch {
    // Without storage the panel is closed on the next page.
  }
}
