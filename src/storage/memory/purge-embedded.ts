import type { PurgeReport, RetentionRules, ReviewedTurn, StateKeys } from '../../transcripts/review-store.js';
import { type Conversation, lastNumber, turnsOf } from './conversation.js';
import type { Change, EmbeddedDatabase } from './embedded-database.js';

const DAY = 24 * 3600_000;
/** The key that ConversationState makes of a turn, its empty namespace at the end. */
const keyOfState: StateKeys = ({ id, channelId }) => [`${channelId}/conversations/${id}/`];
/** Figures changed in one step. */
const STEP = 500;

/** Erases what is older than the rules say: conversation by conversation, each in a turn of its own, so that turns go on. */
export async function purgeEmbedded(
  database: EmbeddedDatabase,
  rules: RetentionRules,
  now: Date,
  newId: () => string,
  stateKeys: StateKeys = keyOfState,
): Promise<PurgeReport> {
  const before = (days: number) => new Date(now.getTime() - days * DAY).toISOString();
  const text = await purgeTexts(database, before(rules.text), newId, stateKeys);
  const opinions = await purgeOpinions(database, before(rules.feedback));
  const statistics = await purgeFigures(database, before(rules.statistics));
  await database.settle();
  return { ...text, opinions, statistics };
}

async function purgeTexts(database: EmbeddedDatabase, before: string, newId: () => string, stateKeys: StateKeys) {
  const report = { conversations: 0, turns: 0 };
  const old = (await database.index()).listConversations().filter(({ startedAt }) => startedAt < before);
  for (const { id } of old) {
    const figures = await database.change<number | undefined>(id, async () => {
      const conversation = await database.conversation(id);
      const changes = conversation ? forget(conversation, before, newId, stateKeys) : [];
      const counts = changes.flatMap((change) => (change.kind === 'forget' ? [change.figures.length] : []));
      return { changes, result: counts[0] };
    });
    if (figures === undefined) continue;
    report.conversations += 1;
    report.turns += figures;
  }
  return report;
}

/** What has to happen to a conversation so that nothing older than a moment can be read of it. */
function forget(conversation: Conversation, before: string, newId: () => string, stateKeys: StateKeys): Change[] {
  const { record, log } = conversation;
  const kept = log.find(({ activity }) => activity.timestamp >= before);
  const upTo = kept ? kept.seq - 1 : lastNumber(conversation);
  const whole = !kept && record.updatedAt < before;
  if (!whole && (log[0]?.seq ?? Number.POSITIVE_INFINITY) > upTo) return [];
  const figures = turnsOf(conversation)
    .filter(({ seq }) => seq <= upTo)
    .map((turn) => reduceToFigures(turn, newId()));
  const forgotten: Change = { kind: 'forget', id: record.id, upTo, figures };
  if (!whole) return [forgotten];
  const states = stateKeys(record).map((key): Change => ({ kind: 'state', key, document: null }));
  return [forgotten, { kind: 'remove', id: record.id }, ...states];
}

/** What remains of a turn: nothing that was written, nobody, no conversation, and only the hour. */
function reduceToFigures(turn: ReviewedTurn, newId: string): ReviewedTurn {
  const { channelId, network, region, decision, release, ms, opinion, choice, annotations } = turn;
  const kept = { network, region, release, ms, opinion, choice };
  const given = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
  const at = `${turn.at.slice(0, 13)}:00:00.000Z`;
  return { ...given, id: `figures|${newId}`, conversationId: '', seq: 0, at, channelId, replyIds: [], decision, annotations };
}

async function purgeOpinions(database: EmbeddedDatabase, before: string): Promise<number> {
  const judged = (await database.index()).older(
    before,
    ({ opinion, comment, annotations }) => opinion !== undefined || comment !== undefined || annotations.length > 0,
  );
  const latest = new Map<string, number>();
  for (const { conversationId, seq } of judged) latest.set(conversationId, Math.max(seq, latest.get(conversationId) ?? 0));
  for (const [id, seq] of latest) {
    if (id === '') continue;
    await database.change(id, async () => ({ result: undefined, changes: [{ kind: 'unjudge', id, upTo: seq }] }));
  }
  const figures = judged.filter(({ conversationId }) => conversationId === '');
  const bare = figures.map(({ opinion: _, comment: __, ...turn }): ReviewedTurn => ({ ...turn, annotations: [] }));
  await changeFigures(database, bare, []);
  return judged.length;
}

async function purgeFigures(database: EmbeddedDatabase, before: string): Promise<number> {
  const old = (await database.index()).older(before, ({ conversationId }) => conversationId === '');
  await changeFigures(database, [], old);
  return old.length;
}

async function changeFigures(
  database: EmbeddedDatabase,
  put: readonly ReviewedTurn[],
  drop: readonly ReviewedTurn[],
): Promise<void> {
  for (let from = 0; from < Math.max(put.length, drop.length); from += STEP) {
    const step = { put: put.slice(from, from + STEP), drop: drop.slice(from, from + STEP).map(({ id, at }) => ({ id, at })) };
    await database.change('figures', async () => ({ result: undefined, changes: [{ kind: 'figures', ...step }] }));
  }
}
