/** One conversation: on the left what the visitor saw, on the right what the service knows of each turn; one turn is being reviewed. */
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import { namesOfAccounts } from '../accounts.js';
import { Buttons, Details, Empty, KeyHints, LinkButton, Tag, Time } from '../components.js';
import type { ConsolePage, ConsoleReply, ConsoleRequest } from '../console-page.js';
import { hasRole, maySee, maySeeTurn } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { notFound, renderPage } from '../respond.js';
import { type Exchange, readTranscript } from './read-transcript.js';
import type { ReviewDesk } from './review-desk.js';
import { MakeItBetter, type ReviewFields, ReviewForm, ReviewHistory, type ReviewProblems } from './review-form.js';
import { describeList, filterOf, linkToTurn, type ReviewList, readList, writeList } from './review-list.js';
import { BubbleView, ERASED, isOtherAnswer, OpinionTag, StateTag, TodayAnswer, TurnFacts } from './turn-parts.js';
import { channelName, count, type Names } from './vocabulary.js';

export const createConversationPage = (desk: ReviewDesk): ConsolePage[] => [
  {
    method: 'GET',
    path: '/conversations/:id',
    role: 'reader',
    handle: (request) => showConversation(desk, request, request.params.id ?? ''),
  },
];

/** Turns of a conversation that are read: beyond them it is no conversation. */
const MOST = 1000;

async function readTurns({ services: { review } }: ReviewDesk, conversationId: string): Promise<ReviewedTurn[]> {
  const turns: ReviewedTurn[] = [];
  let cursor: string | undefined;
  do {
    const page = await review.searchTurns({ conversationId }, { limit: 200, cursor });
    turns.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined && turns.length < MOST);
  return turns.sort((a, b) => a.seq - b.seq);
}

/** What was sent and could not be taken. */
export interface Rejected {
  seq: number;
  liste: string;
  values: ReviewFields;
  problems: ReviewProblems;
}

export async function showConversation(
  desk: ReviewDesk,
  request: ConsoleRequest,
  id: string,
  rejected?: Rejected,
): Promise<ConsoleReply> {
  const { transcripts, records } = desk.services;
  const { account } = request;
  const turns = await readTurns(desk, id);
  const visible = turns.filter((turn) => maySeeTurn(account, turn));
  const record = await transcripts.find(id);
  // Not told apart from what is not there.
  if (turns.length > 0 ? visible.length === 0 : !record || !maySee(account, record.network)) return notFound(request);
  await recordAction(desk.services, account, 'conversation.view', id, { network: record?.network ?? visible[0]?.network });
  const list = readList(rejected?.liste ?? request.query.get('liste'));
  const exchanges = readTranscript(record ? await transcripts.read(id) : [], turns, (turn) => maySeeTurn(account, turn));
  const chosen = await choose(desk, request, visible, list, rejected);
  const names = desk.names();
  const nameOf = await namesOfAccounts(records);
  const origin = describeList(list);
  const began = record?.startedAt ?? visible[0]?.at;
  const hidden = turns.length - visible.length;
  const status = rejected ? 400 : 200;
  return renderPage(
    request,
    <Page
      title="Conversation"
      section="/conversations"
      trail={[origin]}
      intro={
        <>
          {began && <Time iso={began} />} · {channelName(record?.channelId ?? visible[0]?.channelId ?? '')} ·{' '}
          {names.network(record?.network ?? visible.find(({ network }) => network)?.network)} · {count(visible.length, 'échange')}
        </>
      }
    >
      {hidden > 0 && <p class="hint">{count(hidden, 'échange')} d’un autre réseau ne s’affiche pas ici.</p>}
      {chosen && <Steps chosen={chosen} turns={visible} list={list} />}
      {exchanges.length === 0 && <Empty title={ERASED} />}
      <ol class="exchanges">
        {
          await Promise.all(
            exchanges.map(async (exchange) => (
              <ExchangeView
                key={exchange.seq ?? 0}
                exchange={exchange}
                names={names}
                list={list}
                nameOf={nameOf}
                chosen={chosen?.seq === exchange.seq && exchange.seq !== undefined}
                today={exchange.turn && exchange.turn === chosen ? await simulate(desk, exchange.turn) : undefined}
                review={
                  exchange.turn && exchange.turn === chosen && hasRole(account, 'reviewer') ? (
                    <>
                      <ReviewForm
                        turn={exchange.turn}
                        liste={writeList(list)}
                        titles={[...desk.services.knowledge.active().base.entries.values()].map(({ title }) => title)}
                        names={names}
                        values={rejected?.values}
                        problems={rejected?.problems}
                      />
                      <MakeItBetter turn={exchange.turn} />
                    </>
                  ) : undefined
                }
              />
            )),
          )
        }
      </ol>
    </Page>,
    status,
  );
}

/** The turn that is being reviewed: the one asked for, else the first of the list that nobody has judged. */
async function choose(
  desk: ReviewDesk,
  request: ConsoleRequest,
  turns: readonly ReviewedTurn[],
  list: ReviewList,
  rejected?: Rejected,
) {
  const wanted = rejected?.seq ?? Number(request.query.get('echange') ?? Number.NaN);
  const asked = turns.find(({ seq }) => seq === wanted);
  if (asked) return asked;
  const fresh = turns.filter(({ annotations }) => annotations.length === 0);
  const conversationId = turns[0]?.conversationId;
  if (list.kind === 'filter' && list.query && conversationId) {
    const filter = { ...filterOf(desk, request.account, list.query), conversationId };
    const matching = new Set((await desk.services.review.searchTurns(filter, { limit: 200 })).items.map(({ id }) => id));
    const found = fresh.find(({ id }) => matching.has(id)) ?? turns.find(({ id }) => matching.has(id));
    if (found) return found;
  }
  return fresh[0] ?? turns[0];
}

const simulate = async (desk: ReviewDesk, { question }: ReviewedTurn) =>
  question?.trim() ? desk.services.simulate(question) : undefined;

/** Where one is, and the way on: links first, so that everything works without script. */
function Steps({ chosen, turns, list }: { chosen: ReviewedTurn; turns: readonly ReviewedTurn[]; list: ReviewList }) {
  const at = turns.indexOf(chosen);
  const [before, after] = [turns[at - 1], turns[at + 1]];
  return (
    <div class="steps">
      <Buttons>
        {before && (
          <LinkButton href={linkToTurn(before, list)} shortcut="k">
            Échange précédent
          </LinkButton>
        )}
        {after && (
          <LinkButton href={linkToTurn(after, list)} shortcut="j">
            Échange suivant
          </LinkButton>
        )}
        <LinkButton href={linkTo('/relecture/suivant', { liste: writeList(list), apres: chosen.id })} kind="quiet">
          Prochain à relire
        </LinkButton>
      </Buttons>
      <details class="help">
        <summary data-key="?">Raccourcis clavier</summary>
        <KeyHints
          keys={[
            { key: 'j', label: 'échange suivant' },
            { key: 'k', label: 'échange précédent' },
            { key: '1', label: 'à relire' },
            { key: '2', label: 'correct' },
            { key: '3', label: 'incorrect' },
            { key: '4', label: 'à compléter' },
            { key: '5', label: 'hors champ' },
            { key: 'e', label: 'bonne fiche' },
            { key: 'c', label: 'commentaire' },
            { key: 'Entrée', label: 'enregistrer et continuer' },
            { key: 'n', label: 'passer' },
            { key: '?', label: 'cette aide' },
          ]}
        />
      </details>
    </div>
  );
}

interface ExchangeProps {
  exchange: Exchange;
  names: Names;
  list: ReviewList;
  nameOf(id: string): string;
  chosen: boolean;
  today?: Awaited<ReturnType<ReviewDesk['services']['simulate']>>;
  review?: preact.ComponentChildren;
}

function ExchangeView({ exchange, names, list, nameOf, chosen, today, review }: ExchangeProps) {
  const { turn, bubbles, events, seq } = exchange;
  return (
    <li class={chosen ? 'exchange chosen' : 'exchange'} id={seq === undefined ? undefined : `echange-${seq}`}>
      {seq !== undefined && <h2 class="sr">{chosen ? 'Échange en cours de relecture' : 'Échange'}</h2>}
      <div class="exchange-columns">
        <div class="bubbles">
          {bubbles.map((bubble, index) => (
            <BubbleView key={`${bubble.at}-${index}`} bubble={bubble} />
          ))}
          {turn && bubbles.length === 0 && <p class="hint">{ERASED}</p>}
          {events
            .filter(({ name }) => name !== 'feedback')
            .map(({ name }, index) => (
              <p key={`${name}-${index}`}>
                <Tag>{eventNames[name]}</Tag>
              </p>
            ))}
        </div>
        {turn && (
          <div class="about stack">
            <p class="tags">
              <StateTag turn={turn} />
              {!chosen && turn.opinion && <OpinionTag opinion={turn.opinion} />}
              {!chosen && <a href={linkToTurn(turn, list)}>Relire cet échange</a>}
            </p>
            {chosen ? (
              <TurnFacts turn={turn} names={names} />
            ) : (
              <Details summary="Ce que le service en sait">
                <TurnFacts turn={turn} names={names} />
              </Details>
            )}
            {today && (
              <Details
                summary={`Que répondrait-on aujourd’hui ? ${isOtherAnswer(turn, today) ? 'Autre chose' : 'La même chose'}`}
                open={isOtherAnswer(turn, today)}
              >
                <p class="hint">Comme si cette question ouvrait une conversation, avec la version de la base en service.</p>
                <TodayAnswer replies={today} names={names} />
              </Details>
            )}
            <ReviewHistory annotations={turn.annotations} names={names} nameOf={nameOf} />
            {review}
          </div>
        )}
      </div>
    </li>
  );
}

const eventNames = {
  feedback: 'avis',
  reaction: 'réaction',
  'reaction-removed': 'réaction retirée',
  edited: 'message modifié',
  deleted: 'message supprimé',
  'old-card': 'réponse à une ancienne carte',
} as const;
