/** Joins what lets go of what is kept: receipts, erasure, export, the retention clock, the record of processing. */
import { createEraser, findSheetsOf, stateKeysOf } from './bot/erase-conversation.js';
import type { Config } from './config.js';
import { createStaffLedger } from './console/privacy/staff-ledger.js';
import type { Keys } from './keys.js';
import type { Logger } from './logger.js';
import { createExporter } from './privacy/export-conversation.js';
import { findConversationByCode } from './privacy/find-by-code.js';
import type { PrivacyOffice } from './privacy/privacy-office.js';
import { readPrivacySettings } from './privacy/privacy-settings.js';
import { type ConversationKey, createReceipts, type Receipts } from './privacy/receipts.js';
import { composeRegistre } from './privacy/registre.js';
import { createRetention, type Retention } from './privacy/retention.js';
import { sweepLastWords } from './privacy/sweep-last-words.js';
import type { StoredSheet } from './sheets/sheet-store.js';
import type { Stores } from './storage/stores.js';
import type { StateKeys } from './transcripts/review-store.js';

export interface PrivacyTools {
  receipts: Receipts;
  /** Deletes everything of a conversation within its turn; `tell`: whoever listens hears of it (default). */
  erase(channelId: string, conversationId: string, options?: { tell?: boolean }): Promise<void>;
  /** For a visitor with a code: false when no conversation has it. */
  eraseByCode(code: string): Promise<boolean>;
  office: PrivacyOffice;
  retention: Retention;
}

export interface PrivacyToolsOptions {
  config: Config;
  stores: Stores;
  keys: Keys;
  now(): Date;
  logger: Logger;
}

export function createPrivacyTools({ config, stores, keys, now, logger }: PrivacyToolsOptions): PrivacyTools {
  const { transcripts, review, records, state, sheets, feed, gate } = stores;
  const settings = readPrivacySettings(config);
  const receipts = createReceipts(state, keys.receipt);
  const stateKeys: StateKeys = (conversation) => [...stateKeysOf(conversation), receipts.keyOf(conversation)];
  const eraser = createEraser({ transcripts, storage: state, stateKeys, sheets, feed });
  const erase: PrivacyTools['erase'] = async (channelId, id, options) => {
    await eraser(channelId, id, options);
    // After a backup is restored, what was erased since is erased again by these lines.
    logger.info({ receipt: receipts.codeOf({ id, channelId }) }, 'conversation erased');
  };
  const eraseInTurn = ({ id, channelId }: ConversationKey) =>
    gate.run(id, async () => {
      const known = (await transcripts.find(id))?.channelId === channelId;
      await erase(channelId, id);
      return known;
    });
  const ledger = createStaffLedger(records, { now, accountDays: settings.days.journal });
  const retention = createRetention({
    days: settings.days,
    review,
    stateKeys,
    sheets,
    ledger,
    sweepLastWords: () => sweepLastWords({ transcripts, gate, erase: ({ id, channelId }) => eraser(channelId, id) }, now()),
    now,
    after: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds).unref();
      return () => clearTimeout(timer);
    },
    logger,
  });
  const office: PrivacyOffice = {
    days: settings.days,
    retention: async () => (await ledger.read()).state,
    runRetention: () => retention.run(),
    findByCode: (typed) => findConversationByCode(typed, receipts, transcripts),
    giveReceipt: (conversation) => receipts.give(conversation),
    export: createExporter({
      transcripts,
      review,
      readMemory: async (conversation) => withoutTags(await state.read([...stateKeysOf(conversation)])),
      findSheets: async (conversation) => {
        const found: StoredSheet[] = [];
        for (const id of await findSheetsOf({ storage: state }, conversation))
          found.push(...[(await sheets.find(id)) ?? []].flat());
        return found;
      },
      receiptOf: receipts.codeOf,
      now,
    }),
    erase: eraseInTurn,
    registre: () => composeRegistre(settings, now()),
  };
  return {
    receipts,
    erase,
    eraseByCode: async (code) => {
      const conversation = await receipts.find(code);
      return conversation ? eraseInTurn(conversation) : false;
    },
    office,
    retention,
  };
}

/** eTags are the store's own. */
const withoutTags = (items: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(items).map(([key, item]) => {
      if (typeof item !== 'object' || item === null) return [key, item];
      const { eTag: _, ...rest } = item as Record<string, unknown>;
      return [key, rest];
    }),
  );
