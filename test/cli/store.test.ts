import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { runStore } from '../../src/cli/store.js';
import type { StoreDeps } from '../../src/cli/store-command.js';
import { openLowdbStores } from '../../src/storage/lowdb/lowdb-stores.js';
import { openPostgresStores } from '../../src/storage/postgres/postgres-stores.js';
import { sayTurn } from '../contracts/review-store-contract.js';
import { seedDataDir } from '../support/app.js';
import { emptyDatabase, sharedPostgres } from '../support/postgres.js';
import { writeRichHistory } from '../support/rich-history.js';

const onDamaged = (path: string) => {
  throw new Error(`damaged: ${path}`);
};

describe('npm run store', function () {
  this.timeout(120_000);
  let root: string;
  let full: string;
  let url: string;
  let clock = new Date('2026-06-01T03:30:00Z');
  let folders = 0;
  const folder = () => {
    folders += 1;
    return join(root, `dir-${folders}`);
  };
  const open = (dataDir: string) => openLowdbStores(dataDir, { now: () => clock, onDamaged });
  let ids = 0;
  const run = async (args: string[], config: StoreDeps['config']) => {
    const lines: string[] = [];
    const errors: string[] = [];
    const newId = () => {
      ids += 1;
      return `id${ids}`;
    };
    const deps = { config, now: () => new Date('2026-06-02T03:30:00Z'), newId, app: '9.9.9' };
    const code = await runStore(args, { out: (line) => lines.push(line), err: (line) => errors.push(line) }, deps).catch(
      (error: Error) => {
        errors.push(error.message);
        return 1;
      },
    );
    return { code, out: lines.join('\n'), err: errors.join('\n') };
  };
  /** The counts that a command printed. */
  const table = (out: string) => out.split('\n').filter((line) => /^ +[\d\s ]+ {2}\S/.test(line));

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'passerelle-store-'));
    url = await (await sharedPostgres()).createDatabase();
    full = join(root, 'full');
    const stores = await open(full);
    await writeRichHistory(stores, (now) => {
      clock = now;
    });
    await stores.close();
  });
  after(() => rm(root, { recursive: true, force: true }));

  const backup = async (dataDir = full, ...more: string[]) => {
    const path = join(root, `backup-${folders}.jsonl.gz`);
    folders += 1;
    const done = await run(['backup', '--output', path, ...more], { dataDir });
    return { path, ...done };
  };

  it('says what it can do, and what it does not understand', async () => {
    expect(await run([], { dataDir: full })).to.include({ code: 2 });
    expect((await run(['--help'], { dataDir: full })).out).to.include('restore FICHIER');
    expect(await run(['sauve'], { dataDir: full })).to.include({ code: 2 });
    expect((await run(['backup', '--ouput', 'x'], { dataDir: full })).err).to.match(/^Option inconnue ou sans valeur : --ouput/);
    expect(await run(['copy', '--from', 'lowdb'], { dataDir: full })).to.include({ code: 2 });
    expect(await run(['restore'], { dataDir: full })).to.include({ code: 2 });
    expect((await run(['migrate'], { dataDir: full })).err).to.match(/^DATABASE_URL manque/);
    expect((await run(['verify'], { dataDir: folder() })).err).to.match(/^E_DATA_DIR .*n’existe pas/);
  });

  it('writes a backup that only its owner reads, and restores it', async () => {
    const { path, code, out } = await backup();
    expect(code).to.equal(0);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    const to = folder();
    const restored = await run(['restore', path], { dataDir: to });
    expect(restored.err).to.equal('');
    expect(restored.code).to.equal(0);
    expect(restored.out).to.include('Sauvegarde du 2 juin 2026').and.to.include('effacements demandés');
    expect(table(restored.out)).to.deep.equal(table(out)).and.to.have.length(11);
    expect(table((await run(['verify'], { dataDir: to })).out)).to.deep.equal(table(out));
  });

  it('leaves the key out unless told, and says what becomes of it', async () => {
    const key = (await readFile(join(full, 'key'), 'utf8')).trim();
    const without = await backup();
    expect(gunzipSync(await readFile(without.path)).toString()).not.to.include(key);
    const other = folder();
    const lost = await run(['restore', without.path], { dataDir: other });
    expect(lost.out).to.include('n’est pas celle de la sauvegarde');
    // As the guide says: the key first, then the backup.
    const kept = folder();
    await mkdir(kept);
    await writeFile(join(kept, 'key'), `${key}\n`);
    expect((await run(['restore', without.path], { dataDir: kept })).out).not.to.include('pas celle de la sauvegarde');
    const within = await backup(full, '--with-key');
    expect(within.out).to.include('comme un mot de passe');
    const whole = folder();
    expect((await run(['restore', within.path], { dataDir: whole })).out).not.to.include('pas celle de la sauvegarde');
    expect((await readFile(join(whole, 'key'), 'utf8')).trim()).to.equal(key);
  });

  it('brings a backup from one kind of store to the other', async () => {
    await emptyAndPrepare();
    const { path, out } = await backup(full, '--with-key');
    const restored = await run(['restore', path], { dataDir: '', databaseUrl: url });
    expect(restored.err).to.equal('');
    expect(table(restored.out)).to.deep.equal(table(out));
    const second = join(root, 'from-postgres.jsonl.gz');
    expect(table((await run(['backup', '--output', second], { dataDir: '', databaseUrl: url })).out)).to.deep.equal(table(out));
    expect((await run(['restore', second], { dataDir: '', databaseUrl: url })).err).to.match(/^E_STORE_NOT_EMPTY/);
  });

  const emptyAndPrepare = async () => {
    expect(await run(['migrate'], { dataDir: '', databaseUrl: url })).to.include({ code: 0, err: '' });
    await emptyDatabase(url);
  };

  it('copies there and back, compares, and hands the key over', async () => {
    await emptyAndPrepare();
    const there = await run(['copy', '--from', 'lowdb', '--to', 'postgres'], { dataDir: full, databaseUrl: url });
    expect(there.err).to.equal('');
    expect(there.out).to.include('Relu et comparé').and.to.include('clé de l’installation a suivi');
    expect(there.out).not.to.include(url);
    const to = folder();
    const back = await run(['copy', '--from', 'postgres', '--to', 'lowdb'], { dataDir: to, databaseUrl: url });
    expect(table(back.out)).to.deep.equal(table(there.out));
    expect(await readFile(join(to, 'key'), 'utf8')).to.equal(await readFile(join(full, 'key'), 'utf8'));
  });

  it('copies from no store that a service uses', async () => {
    await emptyAndPrepare();
    const stores = await open(full);
    const lowdb = await run(['copy', '--from', 'lowdb', '--to', 'postgres'], { dataDir: full, databaseUrl: url });
    await stores.close();
    expect(lowdb).to.include({ code: 1 });
    expect(lowdb.err).to.include('Arrêtez-le');
    const others = await openPostgresStores(url, { now: () => clock, onDamaged });
    const postgres = await run(['copy', '--from', 'postgres', '--to', 'lowdb'], { dataDir: folder(), databaseUrl: url });
    await others.close();
    expect(postgres).to.include({ code: 1 });
    expect(postgres.err).to.include('Arrêtez-le');
  });

  it('backs up beside a service at work: every turn answered before is in it, each whole', async () => {
    const dataDir = folder();
    const stores = await openLowdbStores(dataDir, { now: () => new Date('2026-06-01T00:00:00Z'), onDamaged });
    let said = 0;
    const stop = new AbortController();
    const speak = async (id: string) => {
      while (!stop.signal.aborted) {
        await stores.gate.run(id, async () => {
          await sayTurn(stores.transcripts, id, { at: '2026-06-01T00:00:00.000Z' });
          await stores.state.write({ [id]: { said } });
        });
        said += 1;
        // An erasure has everything written behind the journal: documents and journal move under the backup's feet.
        if (said % 40 === 0) await stores.gate.run('other', () => erase(stores));
      }
    };
    const erase = async ({ transcripts }: typeof stores) => {
      await transcripts.open({ id: 'other', channelId: 'directline' });
      await transcripts.remove('other');
    };
    await stores.gate.run('a', () => sayTurn(stores.transcripts, 'a'));
    const speaking = Promise.all(['a', 'b', 'c'].map(speak));
    try {
      for (let round = 0; round < 5; round++) {
        const before = await Promise.all(['a', 'b', 'c'].map(async (id) => (await stores.transcripts.read(id)).length));
        const { path, code, err } = await backup(dataDir);
        expect({ code, err }).to.deep.equal({ code: 0, err: '' });
        const to = folder();
        expect((await run(['restore', path], { dataDir: to })).err).to.equal('');
        const restored = await open(to);
        for (const [index, id] of ['a', 'b', 'c'].entries()) {
          const log = await restored.transcripts.read(id);
          expect(log.length).to.be.at.least(before[index] ?? 0);
          expect(log.length % 2, 'turns are whole').to.equal(0);
        }
        await restored.close();
      }
    } finally {
      stop.abort();
      await speaking;
      await stores.close();
    }
    expect((await run(['verify'], { dataDir })).err).to.match(/^Aucune version/);
  });

  it('finds nothing to back up in an empty place, and says so', async () => {
    const empty = folder();
    await mkdir(empty);
    const { path, code, err } = await backup(empty);
    expect(code).to.equal(1);
    expect(err).to.match(/^E_BACKUP .*rien à sauvegarder/);
    expect(await stat(path).catch(() => undefined)).to.equal(undefined);
    expect((await run(['backup', '--output', '/nowhere/at/all.gz'], { dataDir: full })).err).to.match(
      /^E_BACKUP .*ne peut être écrit/,
    );
  });

  it('restores nothing of a backup that is damaged or cut, wherever it is', async () => {
    const { path } = await backup();
    const good = await readFile(path);
    const lines = gunzipSync(good);
    const spoilt = join(root, 'spoilt.jsonl.gz');
    const to = folder();
    const refuse = async (bytes: Buffer) => {
      await writeFile(spoilt, bytes);
      const { code, err } = await run(['restore', spoilt], { dataDir: to });
      expect(code).to.equal(1);
      expect(err).to.match(/^E_BACKUP .*Remède/);
      expect(await readdir(to).catch(() => [])).to.deep.equal([]);
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), (length) => refuse(good.subarray(0, length))),
      { numRuns: 30 },
    );
    // Packed rightly, but not what was written.
    await fc.assert(
      fc.asyncProperty(fc.nat(lines.length - 1), async (at) => {
        const changed = Buffer.from(lines);
        changed[at] = (changed[at] ?? 0) ^ 1;
        await refuse(gzipSync(changed));
      }),
      { numRuns: 30 },
    );
    const texts = lines.toString().trimEnd().split('\n');
    await refuse(gzipSync(`${texts.slice(0, -1).join('\n')}\n`));
    await refuse(gzipSync(`${[...texts.slice(0, 5), ...texts.slice(6)].join('\n')}\n`));
    await refuse(gzipSync(`${texts.join('\n')}\n${texts[3]}\n`));
    await refuse(gzipSync(`${texts.join('\n').replace('"format":1', '"format":2')}\n`));
    await refuse(gzipSync('{"bonjour":1}\n'));
    await refuse(Buffer.from('ceci n’est pas un gzip'));
    await refuse(Buffer.alloc(0));
    expect((await run(['restore', join(root, 'none.gz')], { dataDir: to })).err).to.include('n’existe pas');
  });

  it('verifies an installation, and finds what is wrong with it', async () => {
    const dataDir = folder();
    await seedDataDir(dataDir);
    const stores = await open(dataDir);
    for (const id of ['a', 'b']) await sayTurn(stores.transcripts, id, { at: '2026-05-30T00:00:00.000Z' });
    const during = await run(['verify'], { dataDir });
    expect(during.code).to.equal(0);
    expect(during.out).to.include('Le service tourne');
    await stores.close();
    expect(await run(['verify'], { dataDir })).to.include({ code: 0, err: '' });
    const index = join(dataDir, 'review', '2026-05-30.jsonl');
    const text = await readFile(index, 'utf8');
    await writeFile(index, text.split('\n').slice(1).join('\n'));
    expect((await run(['verify'], { dataDir })).err).to.match(/^L’index de la console/);
    await writeFile(index, text);
    const [subfolder = ''] = await readdir(join(dataDir, 'conversations'));
    const [document = ''] = await readdir(join(dataDir, 'conversations', subfolder));
    await truncate(join(dataDir, 'conversations', subfolder, document), 20);
    const damaged = await run(['verify'], { dataDir });
    expect(damaged.code).to.equal(1);
    expect(damaged.err).to.include('Illisible').and.to.include('mis de côté');
  });
});
