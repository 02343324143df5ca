import { createMemoryStores } from '../../src/storage/memory/memory-stores.js';
import { itKeepsTheReviewStoreContract } from '../contracts/review-store-contract.js';
import { itKeepsTheSheetStoreContract } from '../contracts/sheet-store-contract.js';
import { itKeepsTheStaffRecordsContract } from '../contracts/staff-records-contract.js';
import { itKeepsTheStorageContract } from '../contracts/state-storage-contract.js';
import { itKeepsTheTranscriptStoreContract } from '../contracts/transcript-store-contract.js';
import { itKeepsTheTurnGateContract } from '../contracts/turn-gate-contract.js';
import { createMemoryReleaseStore } from '../knowledge/memory-release-store.js';

/** Memory is held to the same contracts; « a restart » gives the same stores. */
describe('memory stores', () => {
  const open = (now = () => new Date('2026-01-05T00:00:00Z')) =>
    createMemoryStores({ now, releases: createMemoryReleaseStore() });

  describe('bot state', () => {
    itKeepsTheStorageContract(async () => {
      const { state, close } = open();
      return { store: state, reopen: () => state, close };
    });
  });
  describe('council sheets', () => {
    itKeepsTheSheetStoreContract(async () => {
      const { sheets, close } = open();
      return { store: sheets, reopen: () => sheets, close };
    });
  });
  describe('transcripts', () => {
    itKeepsTheTranscriptStoreContract(async () => {
      const { transcripts, close } = open();
      return { store: transcripts, reopen: () => transcripts, close };
    });
  });
  describe('turn gate', () => {
    itKeepsTheTurnGateContract(async () => {
      const stores = open();
      return { stores, close: stores.close };
    });
  });
  describe('review', () => {
    itKeepsTheReviewStoreContract(async (now) => {
      const stores = open(now);
      return { ...stores, reopen: async () => stores };
    });
  });
  describe('staff records', () => {
    itKeepsTheStaffRecordsContract(async () => {
      const { records, close } = open();
      return { store: records, reopen: async () => records, close };
    });
  });
});
