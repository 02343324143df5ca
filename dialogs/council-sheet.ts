import { z } from 'zod';
import type { Place } from '../src/geography/index.js';
import { networkOfRegion } from '../src/knowledge/contact-schema.js';
import type { EngagementLevel } from '../src/knowledge/engagement-schema.js';
import { describePlace, nameOf } from './contact.js';
import { levels } from './decision.js';
import { composeResult, type EngagementConfig, recapTable, type Slots, scoreLevels } from './engagement/index.js';
import type { ActiveKnowledge } from './services.js';

const line = z.string();
const day = z.iso.date();

const meansSchema = z.strictObject({
  name: line,
  use: line.optional(),
  phone: line.optional(),
  email: line.optional(),
  website: line.optional(),
  addresses: z.array(line),
  /** « Horizons Solidaires (octobre 2022) »: where the means were read, in words. */
  readIn: line.optional(),
});
export type SheetMeans = z.infer<typeof meansSchema>;

/**
 * What the printed sheet for the council says, as data. It names the authority (at most), never a person, and none of the
 * user's words: only answers as they were understood.
 */
export const councilSheetSchema = z.strictObject({
  /** Day of the answers. */
  date: day,
  knowledge: z.strictObject({ version: line, date: day }),
  /** « Valence (Drôme, 64 483 habitants) ». */
  place: line.optional(),
  answers: z.array(z.strictObject({ subject: line, answer: line, toConfirm: z.boolean() })),
  level: z.strictObject({ id: z.enum(levels), title: line, definition: line }),
  /** How firm the advice is: provisional (little is known), close (two levels nearly tie), clear. */
  firmness: z.enum(['provisional', 'close', 'clear']),
  reasons: z.array(line),
  runnerUp: z.strictObject({ title: line, definition: line }).optional(),
  change: z.strictObject({ supposition: line, title: line }).optional(),
  steps: z.array(line),
  funding: z.array(line),
  legalBase: z.array(line),
  evolution: line,
  contact: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('network'), region: line, means: meansSchema }),
    z.strictObject({ kind: z.literal('national'), region: line, means: z.array(meansSchema) }),
    z.strictObject({ kind: z.literal('unknown'), means: z.array(meansSchema) }),
  ]),
  sources: z.array(z.strictObject({ title: line, publisher: line, date: line.nullable(), url: line.optional(), checkedOn: day })),
});
export type CouncilSheet = z.infer<typeof councilSheetSchema>;

/** The sheet for these answers. Pure: the same answers, place, release and day give the same sheet. */
export function composeSheet(knowledge: ActiveKnowledge, slots: Slots, place: Place | undefined, today: Date): CouncilSheet {
  const config = knowledge.base.engagement;
  const result = composeResult(config, slots);
  const scores = scoreLevels(config, slots);
  return {
    date: today.toISOString().slice(0, 10),
    knowledge: { version: knowledge.version, date: knowledge.base.manifest.date },
    ...(place ? { place: describePlace(place) } : {}),
    answers: recapTable(config, slots),
    level: { id: result.recommends, ...nameLevel(config, result.recommends) },
    firmness: scores.provisional ? 'provisional' : scores.close ? 'close' : 'clear',
    reasons: result.reasons,
    ...(result.runnerUp ? { runnerUp: nameLevel(config, result.runnerUp) } : {}),
    ...(result.wouldChange
      ? { change: { supposition: result.wouldChange.answer, title: config.levels[result.wouldChange.to].title } }
      : {}),
    steps: result.firstSteps,
    funding: result.funding,
    legalBase: result.legalBase,
    evolution: result.evolution,
    contact: findContact(knowledge, place),
    sources: listSources(knowledge, result.entries),
  };
}

function nameLevel(config: EngagementConfig, level: EngagementLevel) {
  const { title, definition } = config.levels[level];
  return { title, definition };
}

function findContact(knowledge: ActiveKnowledge, place: Place | undefined): CouncilSheet['contact'] {
  const { contacts } = knowledge.base;
  const region = contacts.regionsWithoutNetwork.find((item) => item.region === place?.region.code);
  const national = contacts.national
    .filter((contact) => region?.overseas || !contact.overseasOnly)
    .map(({ name, use, website }): SheetMeans => ({ name, use, ...(website ? { website } : {}), addresses: [] }));
  if (!place) return { kind: 'unknown', means: national };
  const card = networkOfRegion(contacts, place.region.code);
  if (!card) return { kind: 'national', region: place.region.name, means: national };
  const field = card.phone ?? card.email ?? card.website ?? card.name;
  const readIn = /^https?:/.test(field.source) ? new URL(field.source).hostname.replace(/^www\./, '') : field.source;
  return {
    kind: 'network',
    region: place.region.name,
    means: {
      name: nameOf(card),
      ...(card.phone ? { phone: card.phone.value } : {}),
      ...(card.email ? { email: card.email.value } : {}),
      ...(card.website ? { website: card.website.value } : {}),
      addresses: card.addresses.map(({ value }) => value),
      readIn: `${readIn} (${field.asOf ?? 'document non daté'})`,
    },
  };
}

/** The main source of each entry behind the advice, once, with the latest day on which an entry that rests on it was checked. */
function listSources(knowledge: ActiveKnowledge, entries: readonly string[]): CouncilSheet['sources'] {
  const checked = new Map<string, string>();
  for (const id of entries) {
    const entry = knowledge.base.entries.get(id);
    const source = entry?.sources[0];
    if (entry && source && entry.checkedOn > (checked.get(source) ?? '')) checked.set(source, entry.checkedOn);
  }
  return [...checked].flatMap(([id, checkedOn]) => {
    const source = knowledge.base.sources.get(id);
    if (!source) return [];
    const { title, publisher, date, url } = source;
    return [{ title, publisher, date, ...(url ? { url } : {}), checkedOn }];
  });
}
