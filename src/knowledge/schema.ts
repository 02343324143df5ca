/**
 * The shapes of the knowledge base's files. Messages are French: content staff read them.
 */
import { z } from 'zod';

/** Kinds of local authority for which the law or the practice differs. */
export const audiences = ['commune', 'epci', 'syndicat', 'departement', 'region'] as const;
export type Audience = (typeof audiences)[number];

/** Readers that a « ## Pour : … » section of an entry can address. */
export const profiles = [...audiences, 'petite-commune'] as const;
export type Profile = (typeof profiles)[number];

const identifier = z
  .string({ error: 'identifiant manquant' })
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'un identifiant s’écrit en minuscules sans accent, avec des tirets');

const day = z
  .union([z.string(), z.date()], { error: 'date manquante (AAAA-MM-JJ)' })
  .transform((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value))
  .pipe(z.iso.date('date attendue sous la forme AAAA-MM-JJ'));

/** A date as precise as the document itself: year, month or day; null when it is undated. */
const documentDate = z
  .union([z.string(), z.number(), z.date(), z.null()], {
    error: 'date attendue : AAAA, AAAA-MM, AAAA-MM-JJ ou null si le document n’est pas daté',
  })
  .transform((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value === null ? null : String(value)))
  .refine(
    (value) => value === null || /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(value),
    'date attendue : AAAA, AAAA-MM ou AAAA-MM-JJ',
  );

/** Of the web alone: pages make links of it, and « javascript: » is an address, too. */
export const webAddress = (wrong: string) => z.url({ protocol: /^https?$/, error: `${wrong} : https://… est attendu` });

export const sourceSchema = z.strictObject({
  id: identifier,
  title: z.string({ error: 'titre manquant' }).min(3, 'titre trop court'),
  publisher: z.string({ error: 'éditeur manquant' }).min(2, 'éditeur trop court'),
  date: documentDate,
  url: webAddress('adresse invalide').optional(),
});
export type Source = z.infer<typeof sourceSchema>;

export const frontMatterSchema = z.strictObject({
  id: identifier,
  title: z
    .string({ error: 'titre manquant' })
    .min(2, 'titre trop court')
    .max(45, 'titre : 45 caractères au plus (c’est un bouton)'),
  question: z
    .string({ error: 'question manquante' })
    .min(8, 'question trop courte')
    .max(140, 'question : 140 caractères au plus'),
  facts: z.array(z.string().regex(/^F\d{3}$/, 'numéro de fait attendu : F001…')).default([]),
  audience: z.array(z.enum(audiences, `audience inconnue : ${audiences.join(', ')}`)).optional(),
  network: identifier.optional(),
  sources: z.array(identifier, 'au moins une source').min(1, 'au moins une source'),
  checkedOn: day,
  reviewBy: day,
  followUps: z.array(identifier).max(3, 'trois suites au plus').default([]),
  related: z.array(identifier).max(6, 'six fiches liées au plus').default([]),
  /** Entries that the items of the answer's list stand for, in order: what « la deuxième » means. */
  list: z.array(identifier).max(12, 'douze fiches au plus dans une liste').optional(),
  falc: z.string().min(10, 'FALC : texte trop court').optional(),
  utterances: z
    .array(z.string().min(2, 'formulation trop courte'), 'formulations manquantes')
    .min(5, 'au moins cinq formulations'),
});

/** One entry (fiche): a question, how people ask it, and its dated, sourced answer. */
export const entrySchema = frontMatterSchema.extend({
  theme: z.string(),
  /** Short answer, Markdown (bold, lists, links): what is read first. */
  answer: z.string(),
  /** Read on « plus de détails »; empty when there is nothing more to say. */
  details: z.string(),
  /** Additional sentences for some kinds of authority. */
  forProfile: z.array(z.strictObject({ profiles: z.array(z.enum(profiles)), text: z.string() })),
});
export type Entry = z.infer<typeof entrySchema>;

export const manifestSchema = z.strictObject({
  version: z
    .string({ error: 'version manquante' })
    .regex(/^\d{4}\.\d{1,2}\.\d{1,2}(?:-\d+)?$/, 'version CalVer attendue, par exemple 2026.11.22 ou 2026.11.22-2'),
  basedOn: z.string().nullable().default(null),
  date: day,
  changes: z.array(z.string()).min(1, 'dites en une ligne ce qui change'),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const smalltalkIntents = [
  'greeting',
  'thanks',
  'identity',
  'help',
  'cancel',
  'bye',
  'human',
  'frustration',
  'privacy',
  'restart',
  'abuse',
  'language',
] as const;
export type SmalltalkIntent = (typeof smalltalkIntents)[number];

/** Somebody in need of help that no assistant can give: despair, violence, danger at hand. */
export const distressIntents = ['distress.despair', 'distress.violence', 'distress.danger'] as const;
export type DistressIntent = (typeof distressIntents)[number];

export const intentIds = [
  ...smalltalkIntents,
  ...distressIntents,
  'dialog.engagement',
  'dialog.contact',
  'context.more',
  'context.source',
  'context.reject',
  'context.forget',
  'privacy.erase',
] as const;
export type IntentId = (typeof intentIds)[number];

export const intentsSchema = z.array(
  z.strictObject({
    id: z.enum(intentIds, 'intention inconnue'),
    utterances: z.array(z.string().min(1)).min(3, 'au moins trois formulations'),
  }),
);
export type Intent = z.infer<typeof intentsSchema>[number];

export const negativesSchema = z.record(z.string(), z.array(z.string().min(1)));

export const lexiconSchema = z.strictObject({
  acronyms: z.record(z.string(), z.string()),
  sms: z.record(z.string(), z.string()),
  synonyms: z.array(z.array(z.string()).min(2)),
  stopwords: z.array(z.string()),
});

export const examLineSchema = z.union([
  z.strictObject({ q: z.string().min(1), entry: identifier, or: z.array(identifier).default([]) }),
  z.strictObject({ q: z.string().min(1), expect: z.enum(['fallback', 'contact', 'dialog']) }),
  z.strictObject({ q: z.string().min(1), expect: z.literal('smalltalk'), intent: z.enum(smalltalkIntents) }),
]);
export type ExamLine = z.infer<typeof examLineSchema>;

const linearSchema = z.strictObject({
  mean: z.array(z.number()),
  deviation: z.array(z.number()),
  weights: z.array(z.number()),
  bias: z.number(),
});

/** calibration.yaml: written by `npm run kb -- calibrate`, never by hand. */
export const calibrationSchema = z.strictObject({ order: linearSchema, confidence: linearSchema, scope: linearSchema });
