import { createHmac, hkdfSync } from 'node:crypto';

/** Keys of one purpose each, derived from the installation's own key: one leaking tells nothing of the others. */
export interface Keys {
  directLine: Uint8Array;
  /** Seals what the console keeps in a browser: sessions, sign-in under way. */
  console: Uint8Array;
  /** Bytes from which a conversation's receipt code is written: unguessable without the key, always the same. */
  receipt(conversationId: string): Uint8Array;
  /** Keyed hash of a channel's user id: the same person gives the same pseudonym, and nobody can go back. */
  pseudonym(userId: string): string;
}

/** @param master the installation's key: at least 32 secret bytes, the same at each start and on every instance. */
export function deriveKeys(master: Buffer): Keys {
  const derive = (purpose: string) => new Uint8Array(hkdfSync('sha256', master, 'passerelle', purpose, 32));
  const pseudonymKey = derive('pseudonym');
  const receiptKey = derive('receipt');
  return {
    directLine: derive('directline-token'),
    console: derive('console-session'),
    receipt: (conversationId) => createHmac('sha256', receiptKey).update(conversationId).digest(),
    pseudonym: (userId) => `u_${createHmac('sha256', pseudonymKey).update(userId).digest('base64url').slice(0, 22)}`,
  };
}
