import { z } from 'zod';
import { councilSheetSchema } from '../../../dialogs/council-sheet.js';
import type { SheetStore, StoredSheet } from '../../sheets/sheet-store.js';
import { DocumentFolder } from './document-folder.js';

/** Documents outlive the code that wrote them: one of another shape is reported and counts as absent. */
const storedSchema = z.object({ id: z.string(), sheet: councilSheetSchema, createdAt: z.string(), expiresAt: z.string() });

/** Council sheets on lowdb: one durable document per sheet; file names are hashes, so a listing of the folder gives no link away. */
export class LowdbSheetStore implements SheetStore {
  private readonly folder: DocumentFolder<StoredSheet>;

  constructor(
    private readonly root: string,
    private readonly onDamaged: (path: string, cause: unknown) => void,
  ) {
    this.folder = new DocumentFolder(root, onDamaged);
  }

  async save(stored: StoredSheet): Promise<void> {
    await this.folder.write(stored.id, structuredClone(stored));
  }

  async find(id: string): Promise<StoredSheet | undefined> {
    const document = await this.folder.read(id);
    if (!document) return undefined;
    const parsed = storedSchema.safeParse(document);
    if (!parsed.success) this.onDamaged(this.root, parsed.error);
    return parsed.success ? parsed.data : undefined;
  }

  async remove(id: string): Promise<void> {
    await this.folder.remove(id);
  }

  async removeExpired(now: Date): Promise<number> {
    const moment = now.toISOString();
    let removed = 0;
    for await (const { id, expiresAt } of this.folder.all()) {
      if (expiresAt > moment) continue;
      await this.folder.remove(id);
      removed += 1;
    }
    return removed;
  }
}
