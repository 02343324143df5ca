import type { Activity, PagedResult, TranscriptInfo } from 'botbuilder';
import type { ConversationRecord, LoggedActivity, TranscriptStore } from '../../transcripts/transcript-store.js';
import { lastNumber } from './conversation.js';
import type { EmbeddedDatabase } from './embedded-database.js';

/** Items per page, as in the SDK's own stores. */
const PAGE = 20;

/** Conversation logs on the embedded database. */
export class EmbeddedTranscriptStore implements TranscriptStore {
  constructor(
    private readonly database: EmbeddedDatabase,
    private readonly now: () => Date,
  ) {}

  async open(given: Pick<ConversationRecord, 'id' | 'channelId'> & Partial<ConversationRecord>): Promise<ConversationRecord> {
    return this.database.change(given.id, async () => {
      const known = (await this.database.conversation(given.id))?.record;
      const at = this.now().toISOString();
      const record: ConversationRecord = { startedAt: at, updatedAt: at, ...known, ...given };
      const same = known && Object.entries(given).every(([key, value]) => known[key as keyof ConversationRecord] === value);
      return { result: record, changes: same ? [] : [{ kind: 'record', id: given.id, record }] };
    });
  }

  async find(conversationId: string): Promise<ConversationRecord | undefined> {
    return (await this.database.conversation(conversationId))?.record;
  }

  async append(conversationId: string, items: readonly Omit<LoggedActivity, 'seq'>[]): Promise<LoggedActivity[]> {
    return this.database.change(conversationId, async () => {
      const conversation = await this.database.conversation(conversationId);
      if (!conversation) throw new TypeError(`conversation ${conversationId} was not opened`);
      const last = lastNumber(conversation);
      // As it will be read after a restart.
      const copies = JSON.parse(JSON.stringify(items)) as typeof items;
      const logged = copies.map((item, index) => ({ seq: last + index + 1, ...item }));
      const updatedAt = this.now().toISOString();
      return { result: logged, changes: [{ kind: 'append', id: conversationId, updatedAt, items: logged }] };
    });
  }

  async read(conversationId: string, after = 0): Promise<LoggedActivity[]> {
    const log = (await this.database.conversation(conversationId))?.log ?? [];
    return log.slice(log.findLastIndex(({ seq }) => seq <= after) + 1);
  }

  async readLast(conversationId: string): Promise<LoggedActivity | undefined> {
    return (await this.database.conversation(conversationId))?.log.at(-1);
  }

  async list({ limit = 50, offset = 0 }: { limit?: number; offset?: number } = {}): Promise<ConversationRecord[]> {
    return (await this.database.index()).listConversations().slice(offset, offset + limit);
  }

  async remove(conversationId: string): Promise<void> {
    await this.database.change(conversationId, async () => ({
      result: undefined,
      changes: (await this.database.conversation(conversationId)) ? [{ kind: 'remove', id: conversationId }] : [],
    }));
  }

  async logActivity(activity: Activity): Promise<void> {
    await this.open({ id: activity.conversation.id, channelId: activity.channelId });
    const timestamp = (activity.timestamp ? new Date(activity.timestamp) : this.now()).toISOString();
    await this.append(activity.conversation.id, [
      { activity: { ...activity, id: activity.id ?? '', timestamp } as unknown as LoggedActivity['activity'] },
    ]);
  }

  async getTranscriptActivities(
    channelId: string,
    conversationId: string,
    continuationToken = '',
    startDate?: Date,
  ): Promise<PagedResult<Activity>> {
    const conversation = await this.database.conversation(conversationId);
    const since = startDate?.toISOString() ?? '';
    const all = conversation?.record.channelId === channelId ? conversation.log : [];
    const left = all.filter(({ seq, activity }) => seq > Number(continuationToken) && activity.timestamp >= since);
    const items = left.slice(0, PAGE);
    return {
      items: items.map(({ activity }) => activity as unknown as Activity),
      continuationToken: left.length > PAGE ? String(items.at(-1)?.seq) : '',
    };
  }

  async listTranscripts(channelId: string, continuationToken = ''): Promise<PagedResult<TranscriptInfo>> {
    const page = (await this.database.index()).pageOfConversations(channelId, { limit: PAGE, cursor: continuationToken });
    return {
      items: page.items.map((record) => ({ channelId, id: record.id, created: new Date(record.startedAt) })),
      continuationToken: page.next ?? '',
    };
  }

  async deleteTranscript(channelId: string, conversationId: string): Promise<void> {
    const record = await this.find(conversationId);
    if (record?.channelId === channelId) await this.remove(conversationId);
  }
}
