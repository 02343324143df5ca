/** Documents of the staff's records that this room owns, read through their schemas. What cannot be read is left out. */
import type { z } from 'zod';
import type { RecordKind, StaffRecord, StaffRecords } from '../staff-records.js';
import { type Audit, auditSchema } from './audits.js';
import { type SavedFilter, savedFilterSchema } from './saved-filters.js';
import { type KeptTopic, type Topic, topicSchema } from './topics.js';

export interface Kept<T> {
  id: string;
  version: string;
  value: T;
}

const read = <T>(record: StaffRecord | undefined, schema: z.ZodType<T>): Kept<T> | undefined => {
  const parsed = record && schema.safeParse(record.value);
  return record && parsed?.success ? { id: record.id, version: record.version, value: parsed.data } : undefined;
};

const list = async <T>(records: StaffRecords, kind: RecordKind, schema: z.ZodType<T>): Promise<Kept<T>[]> =>
  (await records.list(kind)).flatMap((record) => read(record, schema) ?? []);

const toTopic = ({ id, version, value }: Kept<Topic>): KeptTopic => ({ id, version, topic: value });

export const listTopics = async (records: StaffRecords): Promise<KeptTopic[]> =>
  (await list(records, 'topic', topicSchema)).map(toTopic);

export async function findTopic(records: StaffRecords, id: string): Promise<KeptTopic | undefined> {
  const found = read(await records.get('topic', id), topicSchema);
  return found && toTopic(found);
}

export const listAudits = (records: StaffRecords): Promise<Kept<Audit>[]> => list(records, 'audit', auditSchema);

export const findAudit = async (records: StaffRecords, id: string): Promise<Kept<Audit> | undefined> =>
  read(await records.get('audit', id), auditSchema);

export const listSavedFilters = (records: StaffRecords): Promise<Kept<SavedFilter>[]> =>
  list(records, 'saved-filter', savedFilterSchema);
