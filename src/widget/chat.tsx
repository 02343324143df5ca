import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Composer } from './composer.js';
import type { Conversation } from './conversation.js';
import { Header } from './header.js';
import { Bridge } from './icons.js';
import { toPlainText } from './markdown.js';
import { Message } from './message.js';
import { strings } from './strings.fr.js';
import { currentSuggestions, dialogSteps, type Suggestion } from './transcript.js';

/** Milliseconds between looks at the server while the page is in view. */
const POLL = 30_000;

export interface ChatProps {
  conversation: Conversation;
  /** Address of the service, for links; empty for the page's own. */
  base: string;
  /** Closes the panel; absent on the full page. */
  onClose?: () => void;
  /** Address of the site's own logo. */
  logo?: string | undefined;
  /** Called when the user has sent a message. */
  onSpoken?: () => void;
}

/** The whole chat: header, messages, field. The same on the full page and in the panel. */
export function Chat({ conversation, base, onClose, logo, onSpoken }: ChatProps) {
  const state = useConversation(conversation);
  const field = useRef<HTMLTextAreaElement | null>(null);
  const log = useRef<HTMLElement | null>(null);
  const { items, typing } = state;
  const spoken = items.some(({ kind }) => kind !== 'notice');
  const offered = currentSuggestions(items);
  const steps = dialogSteps(items);
  useScroll(log, items.length, typing);

  const send = (text: string) => {
    void conversation.send(text);
    onSpoken?.();
  };
  const choose = ({ value }: Suggestion, byKeyboard: boolean) => {
    send(value);
    // The button goes away with the choice. On a touch screen the field would call up the keyboard over the reply.
    (byKeyboard ? field.current : log.current)?.focus({ preventScroll: true });
  };
  const privacy = (
    <a href={`${base}/confidentialite`} target="_blank" rel="noopener">
      {strings.disclosureLink}
      <span class="sr"> {strings.newTab}</span>
    </a>
  );

  return (
    <div class="chat" lang="fr" dir="ltr">
      <Header conversation={conversation} hasItems={spoken} log={log} field={field} onClose={onClose} logo={logo} />
      <section class="log" ref={log} tabIndex={-1} aria-label={strings.conversation}>
        <div class="hello">
          <h2>{strings.helloTitle}</h2>
          {state.network && (
            <p>
              <strong>{strings.onBehalf(state.network)}</strong>
            </p>
          )}
          <p>{strings.helloText}</p>
          <p class="disclosure">
            {strings.disclosure} {privacy}
          </p>
          {!spoken && (
            <ul class="starters" aria-label={strings.startersLabel}>
              {strings.starters.map((starter) => (
                <li key={starter.value}>
                  <button type="button" onClick={(event) => choose(starter, event.detail === 0)}>
                    {starter.title}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
        {items.length > 0 && (
          <ol class="messages">
            {items.map((item) => (
              <Message
                key={item.key}
                item={item}
                step={steps.get(item.key)}
                suggestions={offered?.key === item.key ? offered.suggestions : []}
                onSuggestion={choose}
                onRetry={(key) => void conversation.retry(key)}
                onReact={(key, reaction, reason) => {
                  void conversation.react(key, reaction, reason);
                  if (reaction === 'like' || reason !== undefined) field.current?.focus({ preventScroll: true });
                }}
              />
            ))}
          </ol>
        )}
        {typing && (
          <p class="typing" aria-hidden="true">
            <span class="avatar">
              <Bridge size={20} />
            </span>
            <span class="dots">
              <i />
              <i />
              <i />
            </span>
            {strings.typing}
          </p>
        )}
      </section>
      <div class="dock">
        {state.offline && <p class="offline">{strings.offline}</p>}
        <Composer field={field} onSend={send} />
        <p class="reminder">{strings.reminder}</p>
      </div>
      <Announcer texts={state.announcements} offline={state.offline} />
    </div>
  );
}

/** The live region: each text is added once, as its own node, and never shown. */
function Announcer({ texts, offline }: { texts: readonly { key: string; text: string }[]; offline: boolean }) {
  return (
    <div class="sr" role="status" aria-live="polite" aria-atomic="false" aria-relevant="additions">
      {offline && <p key="offline">{strings.offline}</p>}
      {texts.map(({ key, text }) => (
        <p key={key}>{toPlainText(text)}</p>
      ))}
    </div>
  );
}

function useConversation(conversation: Conversation) {
  const [, redraw] = useState(0);
  useEffect(() => {
    const stop = conversation.subscribe(() => redraw((count) => count + 1));
    const online = () => conversation.setOnline(true);
    const offline = () => conversation.setOnline(false);
    const look = () => {
      if (document.visibilityState === 'visible') void conversation.poll();
    };
    const timer = setInterval(look, POLL);
    addEventListener('online', online);
    addEventListener('offline', offline);
    document.addEventListener('visibilitychange', look);
    return () => {
      stop();
      clearInterval(timer);
      removeEventListener('online', online);
      removeEventListener('offline', offline);
      document.removeEventListener('visibilitychange', look);
    };
  }, [conversation]);
  return conversation.current;
}

/** Brings the last question to the top, so that a long reply is read from its beginning. */
function useScroll(log: { current: HTMLElement | null }, count: number, typing: boolean) {
  useLayoutEffect(() => {
    const scroller = log.current?.closest('.panel') ?? document.scrollingElement;
    const questions = log.current?.querySelectorAll('li.user');
    const last = questions?.[questions.length - 1];
    if (!scroller || !last) return;
    const header = log.current?.parentElement?.querySelector('.masthead');
    const covered = header && getComputedStyle(header).position === 'sticky' ? header.clientHeight : 0;
    const edge = scroller === document.scrollingElement ? 0 : scroller.getBoundingClientRect().top;
    const top = scroller.scrollTop + last.getBoundingClientRect().top - edge - covered;
    scroller.scrollTo({ top: top - 16, behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  }, [count, typing]);
}
