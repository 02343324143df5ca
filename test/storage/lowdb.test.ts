import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { PasserelleError } from '../../src/errors.js';
import { lockDataDir } from '../../src/storage/lowdb/data-dir-lock.js';
import { LowdbSheetStore } from '../../src/storage/lowdb/lowdb-sheet-store.js';
import { LowdbStateStorage } from '../../src/storage/lowdb/lowdb-state-storage.js';
import { LowdbTranscriptStore } from '../../src/storage/lowdb/lowdb-transcript-store.js';
import { itKeepsTheSheetStoreContract } from '../contracts/sheet-store-contract.js';
import { itKeepsTheStorageContract } from '../contracts/state-storage-contract.js';
import { itKeepsTheTranscriptStoreContract } from '../contracts/transcript-store-contract.js';

import { sampleSheet } from '../support/sample-sheet.js';

const ignore = () => undefined;

describe('lowdb store', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'passerelle-lowdb-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  describe('bot state', () => {
    itKeepsTheStorageContract(async () => ({
      store: new LowdbStateStorage(dir, ignore),
      reopen: () => new LowdbStateStorage(dir, ignore),
      close: async () => undefined,
    }));
  });

  describe('council sheets', () => {
    itKeepsTheSheetStoreContract(async () => ({
      store: new LowdbSheetStore(dir, ignore),
      reopen: () => new LowdbSheetStore(dir, ignore),
      close: async () => undefined,
    }));

    it('names no file after an id, and reports a document of another shape', async () => {
      const store = new LowdbSheetStore(dir, ignore);
      const id = 'SECRETsecretSECRETsecr';
      await store.save({ id, sheet: sampleSheet(), createdAt: '2026', expiresAt: '2027' });
      const names = await readdir(dir, { recursive: true });
      expect(names.join()).not.to.match(/secret/i);
      await writeFile(join(dir, names.find((name) => name.endsWith('.json')) ?? ''), '{"id": 1}');
      let reported = 0;
      expect(await new LowdbSheetStore(dir, () => (reported += 1)).find(id)).to.equal(undefined);
      expect(reported).to.equal(1);
    });
  });

  describe('transcripts', () => {
    const now = () => new Date('2026-01-05T00:00:00Z');
    itKeepsTheTranscriptStoreContract(async () => ({
      store: new LowdbTranscriptStore(dir, now, ignore),
      reopen: () => new LowdbTranscriptStore(dir, now, ignore),
      close: async () => undefined,
    }));

    it('sets a damaged file aside, reports it, and goes on', async () => {
      const store = new LowdbTranscriptStore(dir, now, ignore);
      for (const id of ['a', 'b']) await store.open({ id, channelId: 'directline' });
      const files = (await readdir(dir, { recursive: true })).filter((name) => name.endsWith('.json'));
      const broken = join(dir, files[0] ?? '');
      await writeFile(broken, '{"record": {"id": "a"');
      const damaged: string[] = [];
      const reopened = new LowdbTranscriptStore(dir, now, (path) => damaged.push(path));
      expect(await reopened.list()).to.have.length(1);
      expect(damaged).to.deep.equal([broken]);
      expect(await readFile(`${broken}.damaged`, 'utf8')).to.include('"record"');
    });

    it('leaves no temporary file behind, and readers see whole documents only', async () => {
      const store = new LowdbTranscriptStore(dir, now, ignore);
      await store.open({ id: 'c', channelId: 'directline' });
      for (let i = 0; i < 20; i++)
        await store.append('c', [{ activity: { id: String(i), type: 'message', timestamp: '2026' } as never }]);
      const names = await readdir(dir, { recursive: true });
      expect(names.filter((name) => name.endsWith('.tmp'))).to.deep.equal([]);
    });
  });

  describe('lock', () => {
    it('refuses a second process on one DATA_DIR', async () => {
      const lock = await lockDataDir(dir, process.ppid);
      const refused = await lockDataDir(dir).catch((error: unknown) => error);
      expect(refused).to.be.instanceOf(PasserelleError).with.property('code', 'E_DATA_DIR_LOCKED');
      await lock.release();
      await (await lockDataDir(dir)).release();
    });
    it('takes over the lock of a process that is gone', async () => {
      await writeFile(join(dir, 'lock'), '999999999');
      await (await lockDataDir(dir)).release();
    });
  });
});
