import type { CouncilSheet } from '../../dialogs/council-sheet.js';

/** A sheet as it is kept. */
export interface StoredSheet {
  /** Unguessable: who has the link may read the sheet. */
  id: string;
  sheet: CouncilSheet;
  /** ISO 8601. */
  createdAt: string;
  expiresAt: string;
}

/** Council sheets, one durable document each. */
export interface SheetStore {
  /** Keeps the sheet under its id, in place of the one that was there; resolves once it is durable. @throws PasserelleError E_STORE_WRITE */
  save(stored: StoredSheet): Promise<void>;
  /** The sheet as it was saved, expired or not. */
  find(id: string): Promise<StoredSheet | undefined>;
  /** Deletes one sheet, if it is there. */
  remove(id: string): Promise<void>;
  /** Deletes every sheet that has expired at `now`; resolves with their number. */
  removeExpired(now: Date): Promise<number>;
}
