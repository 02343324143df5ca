import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { LowdbSheetStore } from '../../src/storage/lowdb/lowdb-sheet-store.js';
import type { Stores } from '../../src/storage/stores.js';
import { itKeepsTheReviewStoreContract } from '../contracts/review-store-contract.js';
import { itKeepsTheSheetStoreContract } from '../contracts/sheet-store-contract.js';
import { itKeepsTheStaffRecordsContract } from '../contracts/staff-records-contract.js';
import { itKeepsTheStorageContract } from '../contracts/state-storage-contract.js';
import { itKeepsTheTranscriptStoreContract } from '../contracts/transcript-store-contract.js';
import { itKeepsTheTurnGateContract } from '../contracts/turn-gate-contract.js';
import { createLowdbFolder } from '../support/lowdb-folder.js';
import { sampleSheet } from '../support/sample-sheet.js';

describe('lowdb stores', () => {
  /** One of the stores, and the same after a restart. */
  const opening =
    <K extends keyof Stores>(name: K) =>
    async () => {
      const folder = await createLowdbFolder();
      const { [name]: store } = await folder.open();
      return { store, reopen: async () => (await folder.open())[name], close: folder.close };
    };

  describe('bot state', () => itKeepsTheStorageContract(opening('state')));
  describe('transcripts', () => itKeepsTheTranscriptStoreContract(opening('transcripts')));
  describe('staff records', () => itKeepsTheStaffRecordsContract(opening('records')));
  describe('turn gate', () =>
    itKeepsTheTurnGateContract(async () => {
      const folder = await createLowdbFolder();
      return { stores: await folder.open(), close: folder.close };
    }));
  describe('review', () =>
    itKeepsTheReviewStoreContract(async (now) => {
      const folder = await createLowdbFolder(now);
      return { ...(await folder.open()), reopen: () => folder.open(), close: folder.close };
    }));

  describe('council sheets', () => {
    itKeepsTheSheetStoreContract(opening('sheets'));

    it('names no file after an id, and reports a document of another shape', async () => {
      const dir = await mkdtemp(join(tmpdir(), 'passerelle-sheets-'));
      const id = 'SECRETsecretSECRETsecr';
      await new LowdbSheetStore(dir, () => undefined).save({ id, sheet: sampleSheet(), createdAt: '2026', expiresAt: '2027' });
      const names = await readdir(dir, { recursive: true });
      expect(names.join()).not.to.match(/secret/i);
      await writeFile(join(dir, names.find((name) => name.endsWith('.json')) ?? ''), '{"id": 1}');
      let reported = 0;
      expect(await new LowdbSheetStore(dir, () => (reported += 1)).find(id)).to.equal(undefined);
      expect(reported).to.equal(1);
      await rm(dir, { recursive: true, force: true });
    });
  });
});
