import type { KnowledgeService } from '../../knowledge/knowledge-service.js';
import { RecordConflictError, type StaffRecord, type StaffRecords } from '../staff-records.js';
import { createDraft, type Draft, draftSchema, type Person } from './draft.js';

/** Times that a change is tried again when somebody else wrote the draft in between. */
const TRIES = 5;
/** What the draft is called that is made by itself when somebody changes something. */
export const COMMON_NAME = 'Brouillon commun';

/** A draft as it was read; `version` is null while it is not yet stored. */
export interface DraftRecord {
  id: string;
  version: string | null;
  draft: Draft;
}

/** The drafts in the console's records. */
export interface DraftStore {
  /** Newest first. */
  list(): Promise<DraftRecord[]>;
  find(id: string): Promise<DraftRecord | undefined>;
  /** The draft of this id when it is open; else the oldest open one, or a new common draft that is not stored before it is changed. */
  choose(id: string | undefined, by: Person): Promise<DraftRecord>;
  create(name: string, by: Person): Promise<DraftRecord>;
  /** Stores a draft in the place of the one that was read. @throws RecordConflictError when somebody else wrote it since */
  replace(record: DraftRecord, draft: Draft): Promise<DraftRecord>;
  /**
   * Stores what `change` makes of the draft as it is now; asked again when somebody else wrote in between. `change` may throw to
   * refuse. @throws RecordConflictError after five tries
   */
  change(record: DraftRecord, change: (draft: Draft) => Draft): Promise<DraftRecord>;
}

export function createDraftStore(
  records: StaffRecords,
  knowledge: Pick<KnowledgeService, 'active'>,
  now: () => Date,
): DraftStore {
  const read = ({ id, version, value }: StaffRecord): DraftRecord => ({ id, version, draft: draftSchema.parse(value) });
  const list = async () => {
    const all = (await records.list('draft')).map(read);
    return all.sort((a, b) => (a.draft.createdAt < b.draft.createdAt ? 1 : -1));
  };
  const find = async (id: string) => {
    const record = await records.get('draft', id);
    return record && read(record);
  };
  const prepare = (name: string, by: Person, taken: readonly DraftRecord[]): DraftRecord => {
    const day = now().toISOString().slice(0, 10);
    let number = 1;
    while (taken.some(({ id }) => id === `${day}-${number}`)) number++;
    return {
      id: `${day}-${number}`,
      version: null,
      draft: createDraft(name, knowledge.active().version, by, now().toISOString()),
    };
  };
  const put = async ({ id, version }: DraftRecord, draft: Draft) => read(await records.put('draft', id, draft, version));

  return {
    list,
    find,
    async choose(id, by) {
      const all = await list();
      const open = all.filter(({ draft }) => draft.state === 'open');
      return open.find((record) => record.id === id) ?? open.at(-1) ?? prepare(COMMON_NAME, by, all);
    },
    async create(name, by) {
      const record = prepare(name, by, await list());
      return put(record, record.draft);
    },
    replace: put,
    async change(record, change) {
      let current = record;
      for (let tries = 1; ; tries++) {
        try {
          return await put(current, change(current.draft));
        } catch (error) {
          if (!(error instanceof RecordConflictError) || tries === TRIES) throw error;
          current = (await find(record.id)) ?? { ...record, version: null };
        }
      }
    },
  };
}
