import type {
  Annotation,
  Count,
  Dimension,
  Page,
  PageRequest,
  PurgeReport,
  RetentionRules,
  ReviewedTurn,
  ReviewStore,
  StateKeys,
  TurnFilter,
} from '../../transcripts/review-store.js';
import { searchConversations } from './conversation-search.js';
import { countTurns } from './count-turns.js';
import type { Database } from './database.js';
import { purgeTurns } from './purge-turns.js';
import { toStorableJson, toStorableText } from './storable-json.js';
import { readTurnId, TURN_COLUMNS, type TurnRow, toTurn } from './turn-rows.js';
import { sampleTurns, searchTurns, streamTurns } from './turn-search.js';

const find = `SELECT ${TURN_COLUMNS} FROM turns t JOIN conversations c ON c.no = t.conversation WHERE c.id = $1 AND t.seq = $2`;
const findFigures = `SELECT ${TURN_COLUMNS} FROM turns t LEFT JOIN conversations c ON c.no = t.conversation
  WHERE t.no = $1 AND t.conversation IS NULL`;
const annotate = `UPDATE turns SET annotations = annotations || $3::jsonb, state = $4
  WHERE seq = $2 AND conversation = (SELECT no FROM conversations WHERE id = $1)`;

/** The log as reviewers read it, on PostgreSQL. */
export class PostgresReviewStore implements ReviewStore {
  constructor(private readonly database: Database) {}

  async findTurn(id: string): Promise<ReviewedTurn | undefined> {
    const place = readTurnId(id);
    if (!place) return undefined;
    const [row] =
      'no' in place
        ? await this.database.query<TurnRow>(findFigures, [place.no])
        : await this.database.query<TurnRow>(find, [toStorableText(place.conversationId), place.seq]);
    return row && toTurn(row);
  }

  searchTurns(filter: TurnFilter, page: PageRequest): Promise<Page<ReviewedTurn>> {
    return searchTurns(this.database, filter, page);
  }

  searchConversations(filter: TurnFilter, page: PageRequest) {
    return searchConversations(this.database, filter, page);
  }

  streamTurns(filter: TurnFilter): AsyncIterable<ReviewedTurn> {
    return streamTurns(this.database, filter);
  }

  sampleTurns(filter: TurnFilter, count: number, seed: number): Promise<ReviewedTurn[]> {
    return sampleTurns(this.database, filter, count, seed);
  }

  countTurns(filter: TurnFilter, by: readonly Dimension[]): Promise<Count[]> {
    return countTurns(this.database, filter, by);
  }

  async annotate(turnId: string, annotation: Annotation): Promise<ReviewedTurn | undefined> {
    const place = readTurnId(turnId);
    if (!place || 'no' in place) return undefined;
    const values = [toStorableText(place.conversationId), place.seq, toStorableJson([annotation]), annotation.state];
    const changed = await this.database.change(annotate, values);
    return changed === 0 ? undefined : this.findTurn(turnId);
  }

  purge(rules: RetentionRules, now: Date, stateKeys?: StateKeys): Promise<PurgeReport> {
    return purgeTurns(this.database, rules, now, stateKeys);
  }
}
