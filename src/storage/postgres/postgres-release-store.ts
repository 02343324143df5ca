import { compareVersions } from '../../knowledge/calver.js';
import type { KnowledgeFiles } from '../../knowledge/hash.js';
import {
  type Activation,
  ActivationConflictError,
  type Release,
  ReleaseExistsError,
  ReleaseMissingError,
  type ReleaseRecord,
  type ReleaseStore,
} from '../../knowledge/release-store.js';
import type { Database } from './database.js';
import type { Listener } from './listener.js';

const CHANNEL = 'passerelle_release';

/** Activations are told one after the other, so that the journal has their order. */
const POINTER_LOCK = 7_405_133;

/** Releases on PostgreSQL: one row each, never changed but for the compiled form; the last activation of the journal is the pointer. */
export class PostgresReleaseStore implements ReleaseStore {
  constructor(
    private readonly database: Database,
    private readonly listener: Listener,
  ) {}

  async list(): Promise<ReleaseRecord[]> {
    const rows = await this.database.query<{ record: ReleaseRecord }>('SELECT record FROM releases');
    return rows.map(({ record }) => record).sort((a, b) => compareVersions(a.version, b.version));
  }

  async find(version: string): Promise<ReleaseRecord | undefined> {
    const rows = await this.database.query<{ record: ReleaseRecord }>('SELECT record FROM releases WHERE version = $1', [
      version,
    ]);
    return rows[0]?.record;
  }

  async readFiles(version: string): Promise<KnowledgeFiles> {
    const text = 'SELECT files FROM releases WHERE version = $1';
    const [row] = await this.database.query<{ files: Record<string, string> }>(text, [version]);
    if (!row) throw new ReleaseMissingError(version);
    return new Map(Object.entries(row.files));
  }

  async readCompiled(version: string): Promise<Uint8Array> {
    const text = 'SELECT compiled FROM releases WHERE version = $1';
    const [row] = await this.database.query<{ compiled: Buffer }>(text, [version]);
    if (!row) throw new ReleaseMissingError(version);
    return row.compiled;
  }

  async add({ files, compiled, ...record }: Release): Promise<void> {
    const added = await this.database.change(
      'INSERT INTO releases (version, record, files, compiled) VALUES ($1, $2, $3, $4) ON CONFLICT (version) DO NOTHING',
      [record.version, JSON.stringify(record), JSON.stringify(Object.fromEntries(files)), toBuffer(compiled)],
    );
    if (added === 0) throw new ReleaseExistsError(record.version);
  }

  async replaceCompiled(version: string, compiled: Uint8Array): Promise<void> {
    const text = 'UPDATE releases SET compiled = $2 WHERE version = $1';
    if ((await this.database.change(text, [version, toBuffer(compiled)])) === 0) throw new ReleaseMissingError(version);
  }

  async active(): Promise<string | undefined> {
    const rows = await this.database.query<{ version: string }>('SELECT version FROM activations ORDER BY no DESC LIMIT 1');
    return rows[0]?.version;
  }

  async activate({ version, at, who, why }: Activation, when?: { expected: string | undefined }): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.query('SELECT pg_advisory_xact_lock($1)', [POINTER_LOCK]);
      if (!(await this.find(version))) throw new ReleaseMissingError(version);
      const active = await this.active();
      if (when && when.expected !== active) throw new ActivationConflictError(active);
      const text = 'INSERT INTO activations (version, at, who, why) VALUES ($1, $2, $3, $4)';
      await this.database.change(text, [version, at, who, why]);
      this.database.announce({ channel: CHANNEL, payload: version }, () => undefined);
    });
  }

  async journal(): Promise<Activation[]> {
    const text = 'SELECT version, at, who, why FROM activations ORDER BY no';
    const rows = await this.database.query<Omit<Activation, 'at'> & { at: Date }>(text);
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }

  watch(onChange: () => void): () => void {
    return this.listener.listen(CHANNEL, onChange, onChange);
  }
}

/** The same bytes, as the driver sends them. */
const toBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);
