/** The pieces that pages about turns are made of. */
import type { Decision } from '../../../dialogs/decision.js';
import type { Reply } from '../../../dialogs/reply.js';
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import { Markdown } from '../../widget/markdown-view.js';
import { Facts, Tag } from '../components.js';
import { linkTo } from '../page-context.js';
import type { AttentionQuestion } from './attention.js';
import type { Bubble } from './read-transcript.js';
import {
  channelName,
  kindNames,
  kindTones,
  type Names,
  opinionNames,
  percent,
  regionName,
  type Signal,
  signalNames,
  signalTones,
  stateNames,
  stateTones,
} from './vocabulary.js';

export const lastState = ({ annotations }: Pick<ReviewedTurn, 'annotations'>) => annotations.at(-1)?.state ?? 'unreviewed';

export const StateTag = ({ turn }: { turn: Pick<ReviewedTurn, 'annotations'> }) => (
  <Tag tone={stateTones[lastState(turn)]}>{stateNames[lastState(turn)]}</Tag>
);

export const KindTag = ({ kind }: { kind: Decision['kind'] }) => <Tag tone={kindTones[kind]}>{kindNames[kind]}</Tag>;

export const OpinionTag = ({ opinion }: { opinion: 'like' | 'dislike' }) => (
  <Tag tone={opinion === 'like' ? 'good' : 'bad'}>avis : {opinionNames[opinion]}</Tag>
);

export const SignalTags = ({ signals }: { signals: readonly Signal[] }) => (
  <span class="tags">
    {signals.map((signal) => (
      <Tag key={signal} tone={signalTones[signal]}>
        {signalNames[signal]}
      </Tag>
    ))}
  </span>
);

/** Each signal of a group once, most frequent first. */
export function commonSignals(questions: readonly AttentionQuestion[]): Signal[] {
  const counts = new Map<Signal, number>();
  for (const { signals } of questions) for (const signal of signals) counts.set(signal, (counts.get(signal) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([signal]) => signal);
}

/** Channels of a group's questions, each once, in words. */
export const channelsOf = (questions: readonly AttentionQuestion[]): string =>
  [...new Set(questions.map(({ turn }) => channelName(turn.channelId)))].join(', ');

const MASK = /(\[[^[\]\n]{2,30}\])/;

/** Words of a user: text, never markup; what was masked is shown as masked. */
export const UserText = ({ text }: { text: string }) => (
  <>
    {text.split(MASK).map((part, index) =>
      // Every other part is what the expression found.
      index % 2 === 1 ? (
        <span key={`${index}-${part}`} class="masked">
          {part}
        </span>
      ) : (
        part
      ),
    )}
  </>
);

export const ERASED = 'Texte effacé : sa durée de conservation est passée.';

export const BubbleView = ({ bubble }: { bubble: Bubble }) => (
  <div class={`bubble ${bubble.from}`}>
    <p class="sr">{bubble.from === 'user' ? 'La personne :' : 'L’assistant :'}</p>
    {bubble.from === 'user' ? (
      <p class="words">
        <UserText text={bubble.text} />
      </p>
    ) : (
      <Markdown text={bubble.text} />
    )}
    {bubble.card && <p class="hint">Montré sous forme de carte.</p>}
    {bubble.suggestions.length > 0 && (
      <ul class="chips" aria-label="Suggestions proposées">
        {bubble.suggestions.map((title) => (
          <li key={title}>{title}</li>
        ))}
      </ul>
    )}
  </div>
);

export const EntryLink = ({ id, names }: { id: string; names: Names }) => (
  <a href={linkTo(`/base/fiches/${encodeURIComponent(id)}`)}>{names.entry(id)}</a>
);

export const Candidates = ({ decision, names }: { decision: Decision; names: Names }) =>
  decision.candidates && decision.candidates.length > 0 ? (
    <ol class="candidates">
      {decision.candidates.map(({ entry, confidence }) => (
        <li key={entry}>
          <EntryLink id={entry} names={names} /> <span class="muted">{percent(confidence)}</span>
        </li>
      ))}
    </ol>
  ) : null;

/** What the service knows of a turn. */
export function TurnFacts({ turn, names }: { turn: ReviewedTurn; names: Names }) {
  const { decision } = turn;
  const facts = [
    ['Décision', <KindTag kind={decision.kind} />],
    decision.entry && ['Fiche', <EntryLink id={decision.entry} names={names} />],
    decision.confidence !== undefined && ['Confiance', percent(decision.confidence)],
    decision.candidates && decision.candidates.length > 0
      ? [
          decision.kind === 'answer' ? 'Autres fiches possibles' : 'Fiches proposées',
          <Candidates decision={decision} names={names} />,
        ]
      : undefined,
    (decision.kind === 'clarify' || turn.choice) && [
      'Choix',
      turn.choice ? names.entry(turn.choice) : 'aucun : la proposition a été laissée',
    ],
    turn.network && ['Réseau', names.network(turn.network)],
    turn.region && ['Région', regionName(turn.region)],
    turn.release && ['Version de la base', turn.release],
    turn.ms !== undefined && ['Durée', `${Math.max(1, Math.round(turn.ms)).toLocaleString('fr-FR')} ms`],
    turn.errorReference && ['Panne', <code>{turn.errorReference}</code>],
    turn.opinion && ['Avis', <OpinionTag opinion={turn.opinion} />],
  ].filter((item): item is [string, string] => Array.isArray(item));
  return (
    <>
      <Facts items={facts} />
      {turn.comment && (
        <blockquote class="quote">
          <UserText text={turn.comment} />
        </blockquote>
      )}
    </>
  );
}

/** Everything that a simulation says, as one decision and its texts. */
export function TodayAnswer({ replies, names }: { replies: readonly Reply[]; names: Names }) {
  const decision = replies[0]?.decision;
  return (
    <div class="today">
      {decision && (
        <p class="tags">
          <KindTag kind={decision.kind} />
          {decision.entry && <EntryLink id={decision.entry} names={names} />}
          {decision.confidence !== undefined && <span class="muted">confiance {percent(decision.confidence)}</span>}
        </p>
      )}
      {replies.map((reply, index) => (
        <BubbleView
          key={`${index}-${reply.decision.kind}`}
          bubble={{
            from: 'bot',
            at: '',
            text: reply.text,
            card: false,
            suggestions: (reply.suggestions ?? []).map((item) => (typeof item === 'string' ? item : item.title)),
          }}
        />
      ))}
    </div>
  );
}

/** True when an answer of today comes to another decision than the turn did. */
export const isOtherAnswer = (turn: ReviewedTurn, replies: readonly Reply[]): boolean => {
  const today = replies[0]?.decision;
  return today !== undefined && (today.kind !== turn.decision.kind || today.entry !== turn.decision.entry);
};
