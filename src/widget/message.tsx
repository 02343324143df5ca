import { sayFailure } from './failure.js';
import { Bridge, ThumbDown, ThumbUp } from './icons.js';
import { Markdown } from './markdown-view.js';
import { strings } from './strings.fr.js';
import type { BotItem, Item, Suggestion, UserItem } from './transcript.js';

export interface MessageProps {
  item: Item;
  /** Number of the engagement dialog's question, when this is one. */
  step?: number | undefined;
  suggestions: readonly Suggestion[];
  onSuggestion(suggestion: Suggestion, byKeyboard: boolean): void;
  onRetry(key: string): void;
  onReact(key: string, reaction: 'like' | 'dislike', reason?: string): void;
}

export function Message(props: MessageProps) {
  const { item } = props;
  switch (item.kind) {
    case 'notice':
      return <li class="notice">{item.text}</li>;
    case 'user':
      return <UserMessage item={item} onRetry={props.onRetry} />;
    case 'bot':
      return <BotMessage {...props} item={item} />;
  }
}

function UserMessage({ item, onRetry }: { item: UserItem; onRetry(key: string): void }) {
  return (
    <li class="user" data-status={item.status}>
      <span class="sr">{strings.you} : </span>
      <p class="asked">{item.text}</p>
      {item.failure && item.status === 'failed' && (
        <p class="failure">
          {sayFailure(item.failure)}{' '}
          <button type="button" class="link" onClick={() => onRetry(item.key)}>
            {strings.retry}
          </button>
        </p>
      )}
    </li>
  );
}

/** Questions of the engagement dialog are at most this many. */
const MOST_STEPS = 8;

function BotMessage({ item, step, suggestions, onSuggestion, onReact }: MessageProps & { item: BotItem }) {
  const decision = item.decision;
  const isCard = decision?.kind === 'contact' && decision.place === 'network';
  return (
    <li class="bot" data-kind={decision?.kind}>
      <span class="avatar">
        <Bridge size={20} />
      </span>
      <div class="said">
        <span class="sr">{strings.name} : </span>
        <div class={isCard ? 'bubble card' : 'bubble'}>
          {step !== undefined && (
            <div class="progress">
              <span>{strings.progress(step)}</span>
              <progress aria-hidden="true" max={MOST_STEPS} value={Math.min(step, MOST_STEPS)} />
            </div>
          )}
          {isCard && <p class="card-title">{strings.contactTitle}</p>}
          <Markdown text={item.text} />
        </div>
        {item.wantsFeedback && <Reaction item={item} onReact={onReact} />}
        {suggestions.length > 0 && (
          <ul class="suggestions" aria-label={strings.suggestions}>
            {suggestions.map((suggestion) => (
              <li key={suggestion.value}>
                <button type="button" onClick={(event) => onSuggestion(suggestion, event.detail === 0)}>
                  {suggestion.title}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

function Reaction({ item, onReact }: { item: BotItem; onReact: MessageProps['onReact'] }) {
  if (item.reaction && item.closed) return <p class="reaction">{strings.thanks}</p>;
  if (item.reaction === 'dislike') {
    return (
      <fieldset class="reaction">
        <legend>{strings.reasonQuestion}</legend>
        {strings.reasons.map((reason) => (
          <button key={reason} type="button" class="link" onClick={() => onReact(item.key, 'dislike', reason)}>
            {reason}
          </button>
        ))}
        <button type="button" class="link" onClick={() => onReact(item.key, 'dislike', '')}>
          {strings.reasonSkip}
        </button>
      </fieldset>
    );
  }
  return (
    <div class="reaction">
      <button
        type="button"
        class="icon"
        aria-label={strings.useful}
        title={strings.useful}
        onClick={() => onReact(item.key, 'like')}
      >
        <ThumbUp />
      </button>
      <button
        type="button"
        class="icon"
        aria-label={strings.notUseful}
        title={strings.notUseful}
        onClick={() => onReact(item.key, 'dislike')}
      >
        <ThumbDown />
      </button>
    </div>
  );
}
