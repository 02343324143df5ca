import { expect } from 'chai';
import type { ReleaseStore } from '../../src/knowledge/release-store.js';
import { migrations } from '../../src/storage/postgres/migrations.js';
import { openPostgresStores } from '../../src/storage/postgres/postgres-stores.js';
import type { Stores } from '../../src/storage/stores.js';
import { itKeepsTheConversationFeedContract } from '../contracts/conversation-feed-contract.js';
import { itKeepsTheReleaseStoreContract } from '../contracts/release-store-contract.js';
import { itKeepsTheReviewStoreContract } from '../contracts/review-store-contract.js';
import { itKeepsTheSheetStoreContract } from '../contracts/sheet-store-contract.js';
import { itKeepsTheStaffRecordsContract } from '../contracts/staff-records-contract.js';
import { itKeepsTheStorageContract } from '../contracts/state-storage-contract.js';
import { itKeepsTheTranscriptStoreContract } from '../contracts/transcript-store-contract.js';
import { itKeepsTheTurnGateContract } from '../contracts/turn-gate-contract.js';
import { emptyDatabase, query, sharedPostgres } from '../support/postgres.js';

let clock = () => new Date('2026-01-05T00:00:00Z');
const options = {
  now: () => clock(),
  onDamaged: (where: string) => {
    throw new Error(`damaged: ${where}`);
  },
};

describe('PostgreSQL stores', function () {
  this.timeout(60_000);
  let url: string;
  let stores: Stores;
  let others: Stores;
  before(async () => {
    url = await (await sharedPostgres()).createDatabase();
    [stores, others] = await Promise.all([openPostgresStores(url, options), openPostgresStores(url, options)]);
  });
  after(() => Promise.all([stores.close(), others.close()]));
  const close = () => emptyDatabase(url);

  describe('transcripts', () => {
    itKeepsTheTranscriptStoreContract(async () => ({ store: stores.transcripts, reopen: () => others.transcripts, close }));
  });
  describe('bot state', () => {
    itKeepsTheStorageContract(async () => ({ store: stores.state, reopen: () => others.state, close }));
  });
  describe('council sheets', () => {
    itKeepsTheSheetStoreContract(async () => ({ store: stores.sheets, reopen: () => others.sheets, close }));
  });
  describe('releases', () => {
    itKeepsTheReleaseStoreContract(async () => ({
      store: stores.releases,
      another: (): ReleaseStore => others.releases,
      close,
    }));
  });
  describe('feed', () => {
    itKeepsTheConversationFeedContract(async () => ({ feed: stores.feed, settle: async () => undefined, close }));
  });

  describe('review', () => {
    itKeepsTheReviewStoreContract(async (now) => {
      clock = now;
      return { ...stores, reopen: async () => others, close };
    });
  });
  describe('staff records', () => {
    itKeepsTheStaffRecordsContract(async () => ({ store: stores.records, reopen: async () => others.records, close }));
  });
  describe('gate', () => {
    itKeepsTheTurnGateContract(async () => ({ stores, close }));
  });

  it('migrates once, by whichever instance comes first', async () => {
    expect(await query(url, 'SELECT name FROM migrations ORDER BY id')).to.deep.equal(migrations.map(({ name }) => ({ name })));
  });
});
