import type { Activity, PagedResult, TranscriptInfo } from 'botbuilder';
import type { ConversationRecord, LoggedActivity, TranscriptStore } from '../../transcripts/transcript-store.js';
import { DocumentFolder } from './document-folder.js';

interface ConversationDocument {
  record: ConversationRecord;
  log: LoggedActivity[];
}

/** Activities per page, as in the SDK's own stores. */
const PAGE = 20;

/** Conversation logs on lowdb: one document per conversation, rewritten durably at each turn. */
export class LowdbTranscriptStore implements TranscriptStore {
  private readonly folder: DocumentFolder<ConversationDocument>;

  constructor(
    root: string,
    private readonly now: () => Date,
    onDamaged: (path: string, cause: unknown) => void,
  ) {
    this.folder = new DocumentFolder(root, onDamaged);
  }

  async open(record: Pick<ConversationRecord, 'id' | 'channelId'> & Partial<ConversationRecord>): Promise<ConversationRecord> {
    const document = await this.folder.read(record.id);
    const at = this.now().toISOString();
    const merged: ConversationRecord = { startedAt: at, updatedAt: at, ...document?.record, ...record };
    if (!document || Object.entries(record).some(([key, value]) => document.record[key as keyof ConversationRecord] !== value)) {
      await this.folder.write(record.id, { record: merged, log: document?.log ?? [] });
    }
    return merged;
  }

  async find(conversationId: string): Promise<ConversationRecord | undefined> {
    return (await this.folder.read(conversationId))?.record;
  }

  async append(conversationId: string, items: readonly Omit<LoggedActivity, 'seq'>[]): Promise<LoggedActivity[]> {
    const document = await this.folder.read(conversationId);
    if (!document) throw new TypeError(`conversation ${conversationId} was not opened`);
    const last = document.log.at(-1)?.seq ?? 0;
    const logged = items.map((item, index) => ({ seq: last + index + 1, ...item }));
    await this.folder.write(conversationId, {
      record: { ...document.record, updatedAt: this.now().toISOString() },
      log: [...document.log, ...logged],
    });
    return logged;
  }

  async read(conversationId: string, after = 0): Promise<LoggedActivity[]> {
    const log = (await this.folder.read(conversationId))?.log ?? [];
    // Numbers are dense and begin at 1, so the position is known.
    return log.slice(Math.max(0, after));
  }

  async list({ limit = 50, offset = 0 }: { limit?: number; offset?: number } = {}): Promise<ConversationRecord[]> {
    const records: ConversationRecord[] = [];
    for await (const document of this.folder.all()) records.push(document.record);
    return records.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1)).slice(offset, offset + limit);
  }

  async remove(conversationId: string): Promise<void> {
    await this.folder.remove(conversationId);
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
    const document = await this.folder.read(conversationId);
    const since = startDate?.toISOString() ?? '';
    const all = document?.record.channelId === channelId ? document.log.filter((item) => item.activity.timestamp >= since) : [];
    return page(
      all,
      continuationToken,
      (item) => String(item.seq),
      (item) => item.activity as unknown as Activity,
    );
  }

  async listTranscripts(channelId: string, continuationToken = ''): Promise<PagedResult<TranscriptInfo>> {
    const records = (await this.list({ limit: Number.POSITIVE_INFINITY })).filter((record) => record.channelId === channelId);
    return page(
      records,
      continuationToken,
      (record) => record.id,
      (record) => ({ channelId, id: record.id, created: new Date(record.startedAt) }),
    );
  }

  async deleteTranscript(channelId: string, conversationId: string): Promise<void> {
    const record = await this.find(conversationId);
    if (record?.channelId === channelId) await this.remove(conversationId);
  }
}

function page<T, R>(items: readonly T[], after: string, keyOf: (item: T) => string, show: (item: T) => R): PagedResult<R> {
  const start = after === '' ? 0 : items.findIndex((item) => keyOf(item) === after) + 1;
  const taken = items.slice(start, start + PAGE);
  const last = taken.at(-1);
  const more = start + PAGE < items.length && last !== undefined;
  return { items: taken.map(show), continuationToken: more ? keyOf(last) : '' };
}
