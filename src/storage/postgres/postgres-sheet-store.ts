import { councilSheetSchema } from '../../../dialogs/council-sheet.js';
import type { SheetStore, StoredSheet } from '../../sheets/sheet-store.js';
import type { OpenOptions } from '../stores.js';
import type { Database } from './database.js';
import { toStorableJson } from './storable-json.js';

const save = {
  name: 'sheets.save',
  text: `INSERT INTO sheets (id, sheet, created_at, expires_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO UPDATE SET sheet = excluded.sheet, created_at = excluded.created_at, expires_at = excluded.expires_at`,
};
const find = { name: 'sheets.find', text: 'SELECT sheet, created_at, expires_at FROM sheets WHERE id = $1' };

/** Council sheets on PostgreSQL, one row each. */
export class PostgresSheetStore implements SheetStore {
  constructor(
    private readonly database: Database,
    private readonly onDamaged: OpenOptions['onDamaged'],
  ) {}

  async save({ id, sheet, createdAt, expiresAt }: StoredSheet): Promise<void> {
    await this.database.change(save, [id, toStorableJson(sheet), createdAt, expiresAt]);
  }

  /** A sheet of another shape (rows outlive the code that wrote them) is reported and counts as absent. */
  async find(id: string): Promise<StoredSheet | undefined> {
    const [row] = await this.database.query<{ sheet: unknown; created_at: Date; expires_at: Date }>(find, [id]);
    if (!row) return undefined;
    const parsed = councilSheetSchema.safeParse(row.sheet);
    if (!parsed.success) {
      this.onDamaged('sheets', parsed.error);
      return undefined;
    }
    return { id, sheet: parsed.data, createdAt: row.created_at.toISOString(), expiresAt: row.expires_at.toISOString() };
  }

  async remove(id: string): Promise<void> {
    await this.database.change('DELETE FROM sheets WHERE id = $1', [id]);
  }

  removeExpired(now: Date): Promise<number> {
    return this.database.change('DELETE FROM sheets WHERE expires_at <= $1', [now.toISOString()]);
  }
}
