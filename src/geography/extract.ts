/** The slim extract of the official data: one JSON file, written at build time, read lazily. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const namedSchema = z.tuple([z.string(), z.string()]);

/**
 * The places of one kind, in columns: position n of each is the nth place. Long strings rather than 39,000 objects, because the
 * collector would spend 200 ms on those, and names folded at build time.
 */
const columnsSchema = z.object({
  /** Separated by spaces. */
  codes: z.string(),
  /** Separated by |. */
  names: z.string(),
  /** Folded names, separated by |. */
  keys: z.string(),
  /** Numbers separated by spaces, -1 when unknown: a schema takes 140 ms over arrays of that many. */
  populations: z.string(),
});

export const extractSchema = z.object({
  format: z.literal(1),
  source: z.string(),
  regions: z.array(namedSchema),
  departements: z.array(z.tuple([z.string(), z.string(), z.string()])),
  formerRegions: z.array(z.tuple([z.string(), z.string(), z.string()])),
  /** `epcis`, as numbers: position of the commune's intercommunality, -1 for none. */
  communes: columnsSchema.extend({ epcis: z.string() }),
  /** Delegated and associated communes; `today`, as numbers: position of the current commune. */
  former: columnsSchema.extend({ today: z.string() }),
  /** Of Paris, Lyon and Marseille; `postcodes` separated by spaces. */
  arrondissements: columnsSchema.extend({ postcodes: z.array(z.string()) }),
  /** `departements`: where most inhabitants live; `aliases`: everyday names, as written. */
  epcis: columnsSchema.extend({ departements: z.array(z.string()), aliases: z.array(z.array(z.string())) }),
  /** Lines `48250 12 345 6789`: a postcode and the positions of its communes. */
  postcodes: z.string(),
  /** Words that begin a name of several words, each with the length in words of the longest such name. */
  firstWords: z.array(z.tuple([z.string(), z.number()])),
  /** First words of communes' names that are no name themselves (« Cherbourg »), with the inhabitants of the biggest such commune. */
  heads: z.array(z.tuple([z.string(), z.number()])),
  /** Kind, code, everyday name. */
  usual: z.array(z.tuple([z.enum(['region', 'departement', 'commune']), z.string(), z.string()])),
  vague: z.array(z.string()),
  /** Region code, masculine singular adjectives. */
  demonyms: z.array(z.tuple([z.string(), z.array(z.string())])),
  foreign: z.array(
    z.object({ country: z.string(), names: z.array(z.string()), adjectives: z.array(z.string()), cities: z.array(z.string()) }),
  ),
  /** Folded French words, separated by spaces. */
  commonWords: z.string(),
  communesThatAreWords: z.string(),
});

export type Extract = z.infer<typeof extractSchema>;

/** Reads the extract; throws an error that names the file and the cure. */
export function readExtract(path: string): Extract {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`The geographic extract ${path} cannot be read: run « npm run build » to write it.`, { cause });
  }
  const parsed = extractSchema.safeParse(raw);
  if (!parsed.success) {
    throw new Error(`The geographic extract ${path} is not of this version: run « npm run build » to write it again.`, {
      cause: parsed.error,
    });
  }
  return parsed.data;
}
