import { z } from 'zod';

/** A filter of the list of conversations that somebody wants again. */
export const savedFilterSchema = z.strictObject({
  name: z.string().min(1).max(60),
  /** Query of the list's address, without « ? ». */
  query: z.string().max(1500),
  /** Account that sees it. */
  owner: z.string(),
});
export type SavedFilter = z.infer<typeof savedFilterSchema>;
