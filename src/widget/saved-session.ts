import { isRecord, type Session } from './direct-line.js';

const KEY = 'passerelle';

/** The conversation that this tab holds. Kept by sessionStorage from the first message on, gone with the tab. */
export interface SavedSession {
  load(): Session | undefined;
  save(session: Session): void;
  clear(): void;
}

/** Browsers may refuse storage altogether: the conversation then lives as long as the page. */
export function createSavedSession(storage: () => Storage): SavedSession {
  const attempt = <T>(action: () => T): T | undefined => {
    try {
      return action();
    } catch {
      return undefined;
    }
  };
  return {
    load: () =>
      attempt(() => {
        const saved: unknown = JSON.parse(storage().getItem(KEY) ?? 'null');
        if (!isRecord(saved)) return undefined;
        const { conversationId, token, expiresAt } = saved;
        if (typeof conversationId !== 'string' || typeof token !== 'string' || typeof expiresAt !== 'number') return undefined;
        return { conversationId, token, expiresAt };
      }),
    save: ({ conversationId, token, expiresAt }) =>
      attempt(() => storage().setItem(KEY, JSON.stringify({ conversationId, token, expiresAt }))),
    clear: () => attempt(() => storage().removeItem(KEY)),
  };
}
