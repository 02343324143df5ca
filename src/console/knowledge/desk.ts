/** What the pages of the base share: the drafts, the releases as they read, the thread that checks and trains. */
import type { Problem } from '../../knowledge/problem.js';
import { createWorkbench, type Workbench } from '../../knowledge/workbench.js';
import type { Account, ConsoleRequest } from '../console-page.js';
import type { ConsoleServices } from '../services.js';
import { applyToBasis, type Basis, createBasisReader, type ReadBasis } from './basis.js';
import { applyDraft, changeFile, type Person } from './draft.js';
import { createDraftStore, type DraftRecord, type DraftStore } from './draft-store.js';
import { mayPropose } from './rights.js';
import { createTrials, type Trials } from './trials.js';

/** A draft with what it stands on and what it makes of it. */
export interface Sheet {
  record: DraftRecord;
  released: Basis;
  drafted: Basis;
}

export interface FileChange {
  path: string;
  /** Undefined removes the file. */
  text: string | undefined;
  /** In a few French words. */
  what: string;
  turns?: readonly string[];
}

export interface Desk {
  services: ConsoleServices;
  drafts: DraftStore;
  trials: Trials;
  workbench: Workbench;
  readBasis: ReadBasis;
  /** The draft that a request names (`brouillon`), else the one that changes go to by default. */
  open(request: ConsoleRequest): Promise<Sheet>;
  openRecord(record: DraftRecord): Promise<Sheet>;
  /** Every problem of a draft, from the thread; the last answer is kept. */
  check(sheet: Sheet): Promise<readonly Problem[]>;
  /**
   * Stores changes in a draft. A function makes them from the sheet as it is, and is asked again when somebody else wrote one of
   * the files in between; a list is then refused.
   */
  change(
    sheet: Sheet,
    account: Account,
    changes: readonly FileChange[] | ((sheet: Sheet) => readonly FileChange[]),
  ): Promise<{ outcome: 'stored'; sheet: Sheet } | { outcome: 'forbidden' } | { outcome: 'conflict' }>;
}

/** Times that changes are made anew. */
const TRIES = 3;

/** Thrown inside the store's loop: the draft is no longer what the changes were made from. */
class StaleSheetError extends Error {}

export const personOf = ({ id, name }: Account): Person => ({ id, name });

export function createDesk(services: ConsoleServices, workbench: Workbench = createWorkbench()): Desk {
  const { knowledge, publication, records, review, logger, now } = services;
  const drafts = createDraftStore(records, knowledge, now);
  const readBasis = createBasisReader(publication.store, () => knowledge.active());
  const { createDecider, vocabulary } = publication;
  const simulate: ConsoleServices['simulate'] = (text, release) => services.simulate(text, release);
  const trials = createTrials(records, { workbench, createDecider, vocabulary, review, simulate, now }, logger);
  let checked: { key: string; problems: Promise<Problem[]> } | undefined;

  const openRecord = async (record: DraftRecord): Promise<Sheet> => {
    const released = await readBasis(record.draft.basedOn);
    return { record, released, drafted: applyToBasis(released, record.draft) };
  };
  return {
    services,
    drafts,
    trials,
    workbench,
    readBasis,
    openRecord,
    async open({ form, query, account }) {
      const named = form.brouillon ?? query.get('brouillon') ?? undefined;
      return openRecord(await drafts.choose(named, personOf(account)));
    },
    check({ record, drafted }) {
      const key = [record.id, record.version, record.draft.basedOn, now().toISOString().slice(0, 10)].join('|');
      if (checked?.key !== key) {
        const problems = workbench.check(drafted.files, now());
        checked = { key, problems };
        problems.catch(() => {
          checked = undefined;
        });
      }
      return checked.problems;
    },
    async change(sheet, account, changes) {
      let current = sheet;
      for (let tries = 1; ; tries++) {
        const wanted = typeof changes === 'function' ? changes(current) : changes;
        const { released, drafted, record } = current;
        if (!wanted.every(({ path, text }) => mayChange(account, current, path, text))) return { outcome: 'forbidden' };
        const at = now().toISOString();
        try {
          const stored = await drafts.change(record, (draft) => {
            const files = applyDraft(released.files, draft);
            const same = wanted.every(({ path }) => files.get(path) === drafted.files.get(path));
            if (draft.state !== 'open' || draft.basedOn !== record.draft.basedOn || !same) throw new StaleSheetError();
            return wanted.reduce(
              (next, { path, text, what, turns = [] }) =>
                changeFile(next, released.files, path, text, { by: personOf(account), at, what, turns: [...turns] }),
              draft,
            );
          });
          return { outcome: 'stored', sheet: await openRecord(stored) };
        } catch (error) {
          if (!(error instanceof StaleSheetError)) throw error;
          const now = await drafts.find(record.id);
          if (typeof changes !== 'function' || tries === TRIES || now?.draft.state !== 'open') return { outcome: 'conflict' };
          current = await openRecord(now);
        }
      }
    },
  };
}

/** Both what the release says and what the draft says of a file must be the account's to change. */
export const mayChange = (account: Account, { released, drafted }: Sheet, path: string, text: string | undefined): boolean =>
  mayPropose(account, path, released.files.get(path), text) && mayPropose(account, path, drafted.files.get(path), text);
