import { z } from 'zod';

/** Where something stands in an order: compared from left to right. */
export type Place = readonly (string | number)[];

const placeSchema = z.array(z.union([z.string(), z.number()]));

export function comparePlaces(a: Place, b: Place): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

/** A place as an opaque word for addresses. */
export const writeCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** The place of a cursor; undefined (the beginning) for none and for one that nobody gave out. */
export function readCursor(cursor: string | undefined): Place | undefined {
  if (!cursor) return undefined;
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

/** The moment and the number that a cursor of rows in the order of time says; undefined for any other. */
export function readRowCursor(cursor: string | undefined): readonly [at: string, no: string] | undefined {
  const [at, no] = readCursor(cursor) ?? [];
  if (typeof at !== 'string' || at.startsWith('0000') || !z.iso.datetime().safeParse(at).success) return undefined;
  return typeof no === 'string' && /^\d{1,18}$/.test(no) ? [at, no] : undefined;
}
