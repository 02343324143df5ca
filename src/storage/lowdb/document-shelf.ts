import type { Shelf } from '../memory/embedded-database.js';
import type { DocumentFolder } from './document-folder.js';

/** Documents that are written at one time. */
const WRITERS = 4;

/** Documents whose changes the journal holds, written behind it: what was replaced waits in memory until `flush`. */
export class DocumentShelf<T extends object> implements Shelf<T> {
  private readonly waiting = new Map<string, T | undefined>();

  constructor(
    private readonly folder: DocumentFolder<T>,
    private readonly keyOf: (document: T) => string,
  ) {}

  async read(key: string): Promise<T | undefined> {
    if (this.waiting.has(key)) return this.waiting.get(key);
    const document = await this.folder.read(key);
    // Replaced while the file was read.
    return this.waiting.has(key) ? this.waiting.get(key) : document;
  }

  replace(key: string, document: T | undefined): void {
    this.waiting.set(key, document);
  }

  /** Writes what waits; resolves once it is on disk. What fails goes on waiting. @throws PasserelleError E_STORE_WRITE */
  async flush(): Promise<void> {
    const entries = [...this.waiting];
    const left = [...entries];
    const write = async () => {
      for (let entry = left.pop(); entry; entry = left.pop()) {
        const [key, document] = entry;
        if (document) await this.folder.write(key, document);
        else await this.folder.remove(key);
      }
    };
    // All come to their end before any failure is told: the next flush may write the same documents.
    const ended = await Promise.allSettled(Array.from({ length: WRITERS }, write));
    for (const each of ended) if (each.status === 'rejected') throw each.reason;
    await this.folder.sync();
    for (const [key, document] of entries) if (this.waiting.get(key) === document) this.waiting.delete(key);
  }

  /** Every document as it is now, in no order. */
  async *all(): AsyncGenerator<T> {
    const seen = new Set<string>();
    for await (const found of this.folder.all()) {
      const key = this.keyOf(found);
      const document = this.waiting.has(key) ? this.waiting.get(key) : found;
      seen.add(key);
      if (document) yield document;
    }
    for (const [key, document] of [...this.waiting]) if (document && !seen.has(key)) yield document;
  }
}
