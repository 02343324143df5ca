import type {
  Annotation,
  ConversationSummary,
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
import { turnsOf } from './conversation.js';
import type { EmbeddedDatabase } from './embedded-database.js';
import { purgeEmbedded } from './purge-embedded.js';

/** The log as reviewers read it, on the embedded database: the index answers, the conversations hold what is lasting. */
export class EmbeddedReviewStore implements ReviewStore {
  constructor(
    private readonly database: EmbeddedDatabase,
    /** A new random word. */
    private readonly newId: () => string,
  ) {}

  async findTurn(id: string): Promise<ReviewedTurn | undefined> {
    const conversation = await this.database.conversation(conversationOf(id));
    return turnsOf(conversation).find((turn) => turn.id === id) ?? (await this.database.index()).find(id);
  }

  async searchTurns(filter: TurnFilter, page: PageRequest): Promise<Page<ReviewedTurn>> {
    return (await this.database.index()).search(filter, page);
  }

  async searchConversations(filter: TurnFilter, page: PageRequest): Promise<Page<ConversationSummary>> {
    return (await this.database.index()).searchConversations(filter, page);
  }

  async *streamTurns(filter: TurnFilter): AsyncGenerator<ReviewedTurn> {
    yield* (await this.database.index()).stream(filter);
  }

  async sampleTurns(filter: TurnFilter, count: number, seed: number): Promise<ReviewedTurn[]> {
    return (await this.database.index()).sample(filter, count, seed);
  }

  async countTurns(filter: TurnFilter, by: readonly Dimension[]): Promise<Count[]> {
    return (await this.database.index()).count(filter, by);
  }

  async annotate(turnId: string, annotation: Annotation): Promise<ReviewedTurn | undefined> {
    const id = conversationOf(turnId);
    return this.database.change<ReviewedTurn | undefined>(id, async () => {
      const turn = turnsOf(await this.database.conversation(id)).find((each) => each.id === turnId);
      if (!turn) return { result: undefined, changes: [] };
      const annotations = [...turn.annotations, structuredClone(annotation)];
      return { result: { ...turn, annotations }, changes: [{ kind: 'annotate', id, seq: turn.seq, annotations }] };
    });
  }

  purge(rules: RetentionRules, now: Date, stateKeys?: StateKeys): Promise<PurgeReport> {
    return purgeEmbedded(this.database, rules, now, this.newId, stateKeys);
  }
}

/** Ids of turns are the conversation's and a number. */
const conversationOf = (turnId: string): string => turnId.slice(0, Math.max(0, turnId.lastIndexOf('|')));
