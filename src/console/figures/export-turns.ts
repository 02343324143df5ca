/** The turns of a filter as a file, made while it is sent. What was masked in the log is masked here; nobody's pseudonym goes out. */
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import { kindNames, opinionNames, stateNames } from '../review/vocabulary.js';
import { BOM, inParts, toLine } from './csv.js';
import type { FigureNames } from './figure-words.js';

const moment = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'medium' });

const columns = [
  'Date et heure (Paris)',
  'Conversation',
  'Échange',
  'Canal',
  'Réseau',
  'Région',
  'Question',
  'Réponse',
  'Décision',
  'Fiche',
  'Confiance',
  'Version de la base',
  'Avis',
  'Commentaire de l’avis',
  'Relecture',
  'Motif',
  'Bonne fiche',
  'Commentaire de relecture',
  'Durée (ms)',
] as const;

export const turnsAsCsv = (turns: AsyncIterable<ReviewedTurn>, names: FigureNames): AsyncGenerator<string> =>
  inParts(csvLines(turns, names));

async function* csvLines(turns: AsyncIterable<ReviewedTurn>, names: FigureNames): AsyncGenerator<string> {
  yield BOM + toLine(columns);
  for await (const turn of turns) {
    const { decision, annotations } = turn;
    const judged = annotations.at(-1);
    yield toLine([
      moment.format(new Date(turn.at)),
      turn.conversationId,
      turn.conversationId === '' ? undefined : turn.seq,
      names.channel(turn.channelId),
      names.network(turn.network),
      turn.region && names.region(turn.region),
      turn.question,
      turn.reply,
      kindNames[decision.kind],
      decision.entry && names.entry(decision.entry),
      decision.confidence === undefined ? undefined : Math.round(decision.confidence * 1000) / 1000,
      turn.release,
      turn.opinion && opinionNames[turn.opinion],
      turn.comment,
      stateNames[judged?.state ?? 'unreviewed'],
      judged?.reason,
      judged?.rightEntry && names.entry(judged.rightEntry),
      judged?.comment,
      turn.ms === undefined ? undefined : Math.round(turn.ms),
    ]);
  }
}

/** One JSON object a line, ids as they are; without who spoke and who reviewed. */
export const turnsAsJsonl = (turns: AsyncIterable<ReviewedTurn>): AsyncGenerator<string> => inParts(jsonLines(turns));

async function* jsonLines(turns: AsyncIterable<ReviewedTurn>): AsyncGenerator<string> {
  for await (const turn of turns) {
    const { user: _, replyIds: __, annotations, ...rest } = turn;
    yield `${JSON.stringify({ ...rest, annotations: annotations.map(({ by: ___, ...annotation }) => annotation) })}\n`;
  }
}
