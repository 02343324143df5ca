import type { Entry, Profile, Source } from '../src/knowledge/schema.js';
import type { Candidate } from '../src/language/index.js';
import type { Memory } from './memory.js';
import { messages } from './messages.fr.js';
import type { Reply } from './reply.js';
import type { ActiveKnowledge } from './services.js';

/** Inhabitants up to which a commune counts as small here: the threshold of the law's rules for rural communes (3,500). */
const SMALL_COMMUNE = 3500;

/** The reply that states an entry: short answer, what concerns this kind of authority, source and date, follow-ups. */
export function replyWithAnswer(
  knowledge: ActiveKnowledge,
  id: string,
  memory: Memory,
  now: Date,
  found: { confidence: number; runnersUp: readonly Candidate[]; second?: string },
): Reply {
  const entry = entryOf(knowledge, id);
  const second = found.second ? entryOf(knowledge, found.second) : undefined;
  const parts = [entry.answer, ...profileParts(entry, memory)];
  parts.push(...warnOverdue(entry, now));
  const main = knowledge.base.sources.get(entry.sources[0] ?? '');
  parts.push(messages.sources(main ? sourceLine(main) : '', entry.checkedOn));
  if (second) parts.push(messages.alsoAsked(second.title));
  return {
    text: parts.join('\n\n'),
    suggestions: [...(second ? [{ title: second.title, value: second.question }] : []), ...followUps(knowledge, entry)],
    citations: main ? [main] : [],
    decision: {
      kind: 'answer',
      knowledgeVersion: knowledge.version,
      entry: id,
      confidence: round(found.confidence),
      ...(found.runnersUp.length > 0 ? { candidates: toOffers(found.runnersUp) } : {}),
    },
  };
}

const warnOverdue = ({ reviewBy }: Entry, now: Date): string[] =>
  reviewBy < now.toISOString().slice(0, 10) ? [messages.overdue(reviewBy)] : [];

/** « Plus de détails » on an entry. */
export function replyWithDetails(knowledge: ActiveKnowledge, id: string): Reply {
  const entry = entryOf(knowledge, id);
  return {
    text: [entry.details || messages.noDetails, sourcesText(knowledge, entry)].join('\n\n'),
    suggestions: followUps(knowledge, entry, false),
    citations: sourcesOf(knowledge, entry),
    decision: { kind: 'answer', knowledgeVersion: knowledge.version, entry: id, confidence: 1 },
  };
}

/** What the entry of the last answer says of the question about it. */
export function replyWithPassages(knowledge: ActiveKnowledge, id: string, passages: readonly string[], now: Date): Reply {
  const entry = entryOf(knowledge, id);
  const main = knowledge.base.sources.get(entry.sources[0] ?? '');
  const source = messages.sources(main ? sourceLine(main) : '', entry.checkedOn);
  return {
    text: [messages.sameSubject, ...passages, ...warnOverdue(entry, now), source].join('\n\n'),
    suggestions: followUps(knowledge, entry),
    citations: main ? [main] : [],
    decision: { kind: 'answer', knowledgeVersion: knowledge.version, entry: id, confidence: 0.9 },
  };
}

/** Everything that the entry says has been said: honest, with ways on. */
export function replyWithNoMore(knowledge: ActiveKnowledge, id: string): Reply {
  return {
    text: messages.noMore,
    suggestions: [messages.contactSuggestion, ...followUps(knowledge, entryOf(knowledge, id), false)].slice(0, 4),
    decision: { kind: 'fallback', knowledgeVersion: knowledge.version },
  };
}

/** « D'où vient cette information ? » */
export function replyWithSources(knowledge: ActiveKnowledge, id: string): Reply {
  const entry = entryOf(knowledge, id);
  return {
    text: sourcesText(knowledge, entry),
    suggestions: followUps(knowledge, entry, false),
    citations: sourcesOf(knowledge, entry),
    decision: { kind: 'answer', knowledgeVersion: knowledge.version, entry: id, confidence: 1 },
  };
}

/** « Vouliez-vous dire… » */
export function replyWithChoice(knowledge: ActiveKnowledge, candidates: readonly Candidate[]): Reply {
  const entries = candidates.map((candidate) => entryOf(knowledge, candidate.label));
  return {
    text: [messages.clarify, numbered(entries)].join('\n\n'),
    suggestions: [...entries.map(toButton), messages.clarifyNone],
    decision: { kind: 'clarify', knowledgeVersion: knowledge.version, candidates: toOffers(candidates) },
  };
}

/** « Je ne sais pas », with the subjects that may be what was meant, likeliest first. */
export function replyWithFallback(knowledge: ActiveKnowledge, near: readonly Candidate[], memory: Memory): Reply {
  const entries = near.map((candidate) => entryOf(knowledge, candidate.label));
  const [first, ...others] = entries;
  const unknown = memory.misses > 0 ? messages.fallbackAgain : messages.fallback;
  return {
    text: !first
      ? unknown
      : others.length === 0
        ? messages.fallbackNear(first.question)
        : [messages.fallbackNearer, numbered(entries), messages.orContact].join('\n\n'),
    // As many buttons as a phone shows at a glance.
    suggestions: [...entries.map(toButton), messages.contactSuggestion, messages.engageSuggestion].slice(0, 4),
    decision: {
      kind: 'fallback',
      knowledgeVersion: knowledge.version,
      ...(near.length > 0 ? { candidates: toOffers(near) } : {}),
    },
  };
}

const numbered = (entries: readonly Entry[]) => entries.map(({ question }, index) => `${index + 1}. ${question}`).join('\n');
/** A button that sends the entry's own question, which is understood exactly. */
const toButton = ({ title, question }: Entry) => ({ title, value: question });
const toOffers = (candidates: readonly Candidate[]) =>
  candidates.map(({ label, confidence }) => ({ entry: label, confidence: round(confidence) }));

/** What « la deuxième » may mean after an answer: the items that it lists, else the entries that it offers. */
export function offeredBy(knowledge: ActiveKnowledge, id: string, second?: string): string[] {
  const entry = entryOf(knowledge, id);
  return entry.list && entry.list.length > 0 ? entry.list : [...(second ? [second] : []), ...entry.followUps];
}

export function entryOf(knowledge: ActiveKnowledge, id: string): Entry {
  const entry = knowledge.base.entries.get(id);
  if (!entry) throw new TypeError(`no entry ${id} in release ${knowledge.version}`);
  return entry;
}

function profileParts(entry: Entry, memory: Memory): string[] {
  const mine: Profile[] = [];
  if (memory.audience) mine.push(memory.audience);
  if (memory.audience === 'commune' && memory.population !== undefined && memory.population <= SMALL_COMMUNE)
    mine.push('petite-commune');
  return entry.forProfile
    .filter((section) => section.profiles.some((profile) => mine.includes(profile)))
    .map((section) => section.text);
}

function followUps(knowledge: ActiveKnowledge, entry: Entry, withDetails = true) {
  const next = entry.followUps
    .flatMap((id) => knowledge.base.entries.get(id) ?? [])
    .slice(0, withDetails && entry.details ? 2 : 3);
  return [
    ...(withDetails && entry.details ? [messages.moreSuggestion] : []),
    ...next.map(({ title, question }) => ({ title, value: question })),
  ];
}

function sourcesText(knowledge: ActiveKnowledge, entry: Entry): string {
  return messages.sourceDetails(sourcesOf(knowledge, entry).map(sourceLine), entry.checkedOn);
}

const sourcesOf = (knowledge: ActiveKnowledge, entry: Entry): Source[] =>
  entry.sources.flatMap((id) => knowledge.base.sources.get(id) ?? []);

function sourceLine(source: Source): string {
  const title = source.url ? `[${source.title}](${source.url})` : source.title;
  return messages.source(title, source.publisher, source.date);
}

const round = (value: number) => Math.round(value * 1000) / 1000;
