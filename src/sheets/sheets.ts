import type { CouncilSheet } from '../../dialogs/council-sheet.js';
import type { SheetStore, StoredSheet } from './sheet-store.js';

/** How long a sheet can be read, in days; said on the page itself. */
export const SHEET_DAYS = 90;
/** Random bytes of an id: 128 bits. */
export const SHEET_ID_BYTES = 16;

const DAY = 24 * 60 * 60 * 1000;
const ID = /^[A-Za-z0-9_-]{22}$/;

export type OpenedSheet = { state: 'found'; stored: StoredSheet } | { state: 'expired' } | { state: 'unknown' };

export interface Sheets {
  /** Keeps a sheet, under a new id or in place of the sheet `id` (which keeps its age). Resolves with the id. */
  keep(sheet: CouncilSheet, id?: string): Promise<string>;
  open(id: string): Promise<OpenedSheet>;
}

export interface SheetsOptions {
  store: SheetStore;
  now(): Date;
  /** SHEET_ID_BYTES random bytes in base64url. */
  newId(): string;
}

/** The life of sheets: made, found by their link alone, gone after SHEET_DAYS. */
export function createSheets({ store, now, newId }: SheetsOptions): Sheets {
  let sweptAt = 0;
  /** Once a day at most, by whoever comes: no timer to stop. What has expired is not shown in the meantime. */
  const sweep = async () => {
    if (now().getTime() - sweptAt < DAY) return;
    sweptAt = now().getTime();
    await store.removeExpired(now());
  };
  const isExpired = (stored: StoredSheet) => stored.expiresAt <= now().toISOString();
  return {
    async keep(sheet, id) {
      await sweep();
      const before = id && ID.test(id) ? await store.find(id) : undefined;
      if (before && !isExpired(before)) {
        await store.save({ ...before, sheet });
        return before.id;
      }
      const createdAt = now();
      const expiresAt = new Date(createdAt.getTime() + SHEET_DAYS * DAY);
      const stored = { id: newId(), sheet, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
      await store.save(stored);
      return stored.id;
    },
    async open(id) {
      const stored = ID.test(id) ? await store.find(id) : undefined;
      if (!stored) return { state: 'unknown' };
      return isExpired(stored) ? { state: 'expired' } : { state: 'found', stored };
    },
  };
}
