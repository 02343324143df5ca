/** The real questions of a trial, asked again: each changed answer, before and after. */
import type { Entry } from '../../knowledge/schema.js';
import { Markdown } from '../../widget/markdown-view.js';
import { Details, Empty, Section, Tag } from '../components.js';
import { type ConsoleRequest, maySee } from '../console-page.js';
import { linkTo } from '../page-context.js';
import type { Desk, Sheet } from './desk.js';
import type { Shown, Trial } from './trial.js';
import { changeNames, count, decisionNames, percent } from './words.js';

/** Changed answers on a page: each question is read from the log. */
const PAGE = 25;

/** Changed answers that the account may see, with the words of their questions as the log has them now. */
export async function readShown(desk: Desk, { account, query }: ConsoleRequest, replay: NonNullable<Trial['replay']>) {
  const visible = replay.changes.filter(({ network }) => maySee(account, network));
  const start = Math.max(0, Number(query.get('debut') ?? 0) || 0);
  const rows = await Promise.all(
    visible
      .slice(start, start + PAGE)
      .map(async (change) => ({ change, question: (await desk.services.review.findTurn(change.turn))?.question })),
  );
  return { rows, start, total: visible.length };
}

export function Replay({
  desk,
  request,
  sheet,
  replay,
  shown,
}: {
  desk: Desk;
  request: ConsoleRequest;
  sheet: Sheet;
  replay: NonNullable<Trial['replay']>;
  shown: Awaited<ReturnType<typeof readShown>>;
}) {
  const { rows, start, total } = shown;
  const before = desk.services.knowledge.active().base.entries;
  return (
    <Section title="Questions réelles rejouées" id="rejeu">
      <p>
        {replay.questions === 0
          ? 'Aucune question de visiteurs n’est gardée pour le moment.'
          : `${count(replay.turns, 'question gardée', 'questions gardées')}, dont ${count(replay.questions, 'différente')}. Chacune est posée comme si elle ouvrait une conversation.`}
      </p>
      {total === 0 && replay.questions > 0 && <Empty title="Aucune réponse ne change." />}
      {rows.map(({ change, question }) => (
        <article key={change.turn} class="card">
          <h3>{question === undefined ? 'Question effacée' : `« ${question} »`}</h3>
          <p>
            <Tag tone={change.change === 'lost' ? 'bad' : change.change === 'gained' ? 'good' : 'info'}>
              {changeNames[change.change]}
            </Tag>
            {change.times > 1 && ` posée ${change.times} fois`}
          </p>
          <div class="columns">
            <Answer title="Avant" shown={change.before} entries={before} />
            <Answer title="Après" shown={change.after} entries={sheet.drafted.entries} />
          </div>
        </article>
      ))}
      {total > PAGE && (
        <nav class="pager" aria-label="Pages des réponses changées">
          {start > 0 && (
            <a href={linkTo(request.path.replace('/console', ''), { debut: Math.max(0, start - PAGE) })}>Page précédente</a>
          )}
          {start + PAGE < total && (
            <a href={linkTo(request.path.replace('/console', ''), { debut: start + PAGE })} rel="next">
              Page suivante
            </a>
          )}
        </nav>
      )}
    </Section>
  );
}

const Answer = ({
  title,
  shown: { kind, entry, confidence, text },
  entries,
}: {
  title: string;
  shown: Shown;
  entries: ReadonlyMap<string, Entry>;
}) => (
  <div>
    <h4>{title}</h4>
    <p>
      L’assistant {decisionNames[kind] ?? kind}
      {entry && ` : « ${entries.get(entry)?.title ?? entry} »`}
      {confidence !== undefined && `, sûr à ${percent(confidence)}`}.
    </p>
    {text && (
      <Details summary="Le texte">
        <Markdown text={text} />
      </Details>
    )}
  </div>
);
