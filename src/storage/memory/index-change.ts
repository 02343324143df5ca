import { compareTurns } from './conversation.js';
import type { IndexChange } from './embedded-database.js';
import type { TurnIndex } from './turn-index.js';

/** Brings an index up to a change. */
export function indexChange(index: TurnIndex, change: IndexChange): void {
  if (change.kind === 'figures') {
    index.drop(change.drop.map(({ id }) => id));
    index.put(change.put);
    return;
  }
  const { before, after, figures = [] } = change;
  const { put, drop } = compareTurns(before, after);
  index.drop(drop);
  if (after) index.putConversation(after.record);
  else if (before) index.dropConversation(before.record.id);
  index.put([...put, ...figures]);
}
