/**
 * One turn at a time per conversation: parallel turns would overwrite each other's state (five that increment a counter in
 * ConversationState leave it at one). Across instances this is the database's business.
 */
export interface TurnGate {
  /** Runs `work` after every earlier work of the same key has ended, however it ended. What the stores write in it belongs together. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when every turn in flight here has ended. */
  drain(): Promise<void>;
}
