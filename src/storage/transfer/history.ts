import type { StoreItem } from 'botbuilder';
import { z } from 'zod';
import { type JournalLine, recordKinds } from '../../console/staff-records.js';
import type { Activation, ReleaseRecord } from '../../knowledge/release-store.js';
import type { StoredSheet } from '../../sheets/sheet-store.js';
import type { Annotation, ReviewedTurn } from '../../transcripts/review-store.js';
import type { ConversationRecord, LoggedActivity } from '../../transcripts/transcript-store.js';

/** The inner shape is its owner's: here it has only to be there. */
const data = <T extends object>() => z.custom<T>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
const moment = z.iso.datetime();

/** One piece of what a store holds, as it travels and as it stands in a backup: a line each. What is derived does not travel. */
export const historyItemSchema = z.discriminatedUnion('kind', [
  /** base64url. */
  z.object({ kind: z.literal('key'), key: z.string().min(43) }),
  /** `compiled`: base64. */
  z.object({
    kind: z.literal('release'),
    record: data<ReleaseRecord>().and(z.object({ version: z.string(), hash: z.string() })),
    files: z.record(z.string(), z.string()),
    compiled: z.base64(),
  }),
  /** In the order in which they were made; the last one names the active release. */
  z.object({ kind: z.literal('activation'), activation: data<Activation>().and(z.object({ version: z.string(), at: moment })) }),
  z.object({ kind: z.literal('record'), of: z.enum(recordKinds), id: z.string(), value: z.unknown(), updatedAt: moment }),
  z.object({ kind: z.literal('journal'), line: data<JournalLine>().and(z.object({ at: moment, who: z.string() })) }),
  z.object({
    kind: z.literal('sheet'),
    sheet: data<StoredSheet>().and(z.object({ id: z.string(), createdAt: moment, expiresAt: moment })),
  }),
  z.object({ kind: z.literal('state'), key: z.string(), item: data<StoreItem>() }),
  z.object({
    kind: z.literal('conversation'),
    record: data<ConversationRecord>().and(
      z.object({ id: z.string(), channelId: z.string(), startedAt: moment, updatedAt: moment }),
    ),
    log: z.array(
      z.object({
        seq: z.int().min(1),
        activity: data<LoggedActivity['activity']>(),
        note: data<NonNullable<LoggedActivity['note']>>().optional(),
      }),
    ),
    /** By the number of the user's message. */
    annotations: z.record(z.string().regex(/^\d+$/), z.array(data<Annotation>())).optional(),
    /** Number of the last activity, where all of the log was erased. */
    last: z.int().min(1).optional(),
  }),
  /** A turn of which only figures remain; its id is the store's own and does not travel. */
  z.object({ kind: z.literal('figures'), turn: data<Omit<ReviewedTurn, 'id'>>().and(z.object({ at: moment })) }),
]);

export type FileItem = z.infer<typeof historyItemSchema>;
export type ConversationItem = Extract<FileItem, { kind: 'conversation' }>;

/** As a store gives it: a conversation comes with its turns as that store shows them to reviewers, to be compared. */
export type HistoryItem = Exclude<FileItem, ConversationItem> | (ConversationItem & { turns: readonly ReviewedTurn[] });

/** True when the beginning of the log was erased: what later turns took from it cannot be derived any more. */
export const isTruncated = ({ log, last }: Pick<ConversationItem, 'log' | 'last'>): boolean =>
  log.length === 0 ? last !== undefined : (log[0]?.seq ?? 1) > 1;

/** A store, read as a whole and at one moment. */
export interface HistorySource {
  /** Has every item consumed. What is read belongs to one moment, also while turns go on. Items are to be asked for within `consume` itself. */
  read<T>(consume: (items: AsyncIterable<HistoryItem>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
