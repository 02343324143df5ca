/**
 * What to do with a message, as a pure function: no reply is written here and nothing is changed.
 * Order matters: a pending choice first, then what only points back (« à quoi ça sert ? »), what is known exactly, what the
 * conversation makes of it, then what the message says by itself.
 */
import { type DistressIntent, distressIntents, type SmalltalkIntent, smalltalkIntents } from '../src/knowledge/schema.js';
import { readYesNo } from '../src/language/entities/index.js';
import type { Candidate, Understanding } from '../src/language/index.js';
import { asksForGuidance, describesSituation } from './engagement/index.js';
import { isJustAPlace } from './introductions.js';
import type { Memory } from './memory.js';
import { type Plan, type Situation, thresholds } from './plan.js';
import {
  asksForContact,
  isAbout,
  leansOnTopic,
  namesTheContact,
  plain,
  pointsBackOnly,
  readContactField,
  readOrdinal,
  subjectWords,
} from './references.js';

export function decide(situation: Situation): Plan {
  return (
    decidePending(situation) ??
    decideHollow(situation) ??
    decideExact(situation) ??
    (asksForGuidance(situation.text) ? { do: 'engage' } : undefined) ??
    decidePointing(situation) ??
    decideIntent(situation) ??
    decideContactAsked(situation) ??
    decideLeaning(situation) ??
    decidePlace(situation) ??
    decideEntry(situation)
  );
}

/** Something was asked of the user: a place, or which of several. */
function decidePending({ text, memory, chooseAmong, place, understanding }: Situation): Plan | undefined {
  if (memory.placeOptions) {
    const chosen = chooseAmong(memory.placeOptions);
    if (chosen) return { do: 'contact', reading: { outcome: 'found', place: chosen, confidence: 1, others: [], span: [0, 0] } };
  }
  if (!memory.awaitsPlace || understanding.exact) return undefined;
  if (!memory.placeOptions && leavesOpen(text)) return { do: 'no-place' };
  const reading = place(true);
  return reading.outcome === 'found' || reading.outcome === 'ambiguous' || reading.outcome === 'foreign'
    ? { do: 'contact', reading }
    : undefined;
}

/** Longest answer, in words, that leaves the question about the place open. */
const OPEN_WORDS = 6;

/** « je ne sais pas », « non merci », « plus tard » in answer to « dans quelle commune… ? ». */
function leavesOpen(text: string): boolean {
  if (text.split(/\s+/).length > OPEN_WORDS) return false;
  if (/^(?:plus tard|pas maintenant|une autre fois|passe)\b/.test(plain(text))) return true;
  const said = readYesNo(text);
  return said === 'unknown' || said === 'no';
}

/** What is known word for word, « et le 1 % transport ? » without its link. */
function decideExact(situation: Situation): Plan | undefined {
  const { understanding, understandRest } = situation;
  const known = understanding.exact ? understanding : understandRest();
  const top = known?.exact ? known.candidates[0] : undefined;
  return known && top?.kind === 'entry' ? (decideStill(situation, top) ?? answerWith(known, top)) : undefined;
}

/** « c'est obligatoire ? » has an entry of its own, but is about the last answer where that speaks of it. */
function decideStill({ text, memory, passages }: Situation, top: Candidate): Plan | undefined {
  const { topic } = memory;
  if (!topic || topic === top.label || !isAbout(text)) return undefined;
  const found = passages(topic);
  return found.length > 0 ? { do: 'passages', entry: topic, passages: found } : undefined;
}

function decideIntent(situation: Situation): Plan | undefined {
  const { text, understanding, memory } = situation;
  const top = understanding.candidates[0];
  if (top?.kind !== 'intent' || (!understanding.exact && top.confidence < thresholds.intent)) return undefined;
  switch (top.label) {
    case 'context.forget':
      return { do: 'forget' };
    case 'privacy.erase':
      return { do: 'ask-erasure' };
    case 'context.reject':
      return { do: 'reject' };
    case 'context.more':
    case 'context.source':
      if (!memory.topic) return { do: 'smalltalk', intent: 'help' };
      return top.label === 'context.source' ? { do: 'sources', entry: memory.topic } : sayMore(memory.topic, memory);
    case 'dialog.contact':
    case 'human':
      return decideContact(situation);
    case 'dialog.engagement':
      // « On veut soutenir une association, qui nous conseille à Cholet ? » asks for somebody.
      return decideContactAsked(situation) ?? { do: 'engage' };
    default:
      if (isDistress(top.label)) return { do: 'distress', of: top.label };
      // « laissez tomber, c'est réservé aux grandes villes ? » is a question for all its opening words.
      // « peut-on y mettre fin ? », « comment le relancer ? » ask about an end and a beginning, and make none.
      if (!understanding.exact && (saysMore(situation) || (steering.has(top.label) && text.includes('?')))) return undefined;
      // « bonjour, je suis élue à Caen » is a greeting and a place: the place is the news.
      return isSmalltalk(top.label) ? (decidePlace(situation) ?? { do: 'smalltalk', intent: top.label }) : undefined;
  }
}

const steering: ReadonlySet<string> = new Set<SmalltalkIntent>(['cancel', 'restart', 'bye']);

/** Words with a subject that make a message more than small talk, when an entry may answer it. */
const SUBJECT_WORDS = 3;

function saysMore({ text, understanding }: Situation): boolean {
  const entry = understanding.candidates.find(({ kind }) => kind === 'entry');
  return subjectWords(text).length >= SUBJECT_WORDS && entry !== undefined && entry.confidence >= thresholds.clarify;
}

/** A contact is asked for: of the place in the message, else of the one that is known. */
function decideContact({ place, memory }: Situation): Plan {
  const reading = place(true);
  if ((reading.outcome === 'none' || reading.outcome === 'unknown') && memory.place && place(false).outcome === 'none') {
    return { do: 'contact', reading: { outcome: 'found', place: memory.place, confidence: 1, others: [], span: [0, 0] } };
  }
  return { do: 'contact', reading };
}

/** A message that points at something just shown: an item of a list, a part of a contact card, an answer of the guided choice. */
function decidePointing({ text, memory, whatIf }: Situation): Plan | undefined {
  const change = whatIf();
  if (change) return { do: 'what-if', change };
  const index = readOrdinal(text, memory.offered.length);
  const chosen = index === undefined ? undefined : memory.offered[index];
  if (chosen !== undefined) return { do: 'answer', entry: chosen, confidence: 0.95, runnersUp: [] };
  const field = memory.network && !memory.topic ? readContactField(text) : undefined;
  return memory.network && field ? { do: 'contact-field', network: memory.network, field } : undefined;
}

/** « À quoi ça sert ? » right after an answer is about that answer, not about the assistant. */
function decideHollow(situation: Situation): Plan | undefined {
  const { text, memory } = situation;
  return memory.topic && pointsBackOnly(text) ? decideLeaning(situation) : undefined;
}

/** How much a candidate is worth by its nearness to the subject of the conversation. */
const nearness = { same: 1, linked: 0.95, theme: 0.85 } as const;

/**
 * A message that leans on the last answer: « à quoi ça sert ? » is about that subject; « et pour les déchets ? » about the
 * near one that speaks of waste. Its subject words must stand in an entry near the subject: « et la taxe foncière ? » is
 * no question about the last answer.
 */
function decideLeaning(situation: Situation): Plan | undefined {
  const { text, memory, understanding, understandAbout, near } = situation;
  const { topic } = memory;
  if (!topic || !leansOnTopic(text)) return undefined;
  const words = subjectWords(text);
  // Clear by itself: « et ça rapporte quoi ? » has an entry of its own.
  const own = understanding.candidates.find(({ kind }) => kind === 'entry');
  if (words.length > 0 && own && own.confidence >= thresholds.answer) return decideStill(situation, own);
  const sayAgain = (): Plan => {
    const passages = situation.passages(topic);
    return passages.length > 0 ? { do: 'passages', entry: topic, passages } : sayMore(topic, memory);
  };
  if (words.length === 0) return sayAgain();
  const confidenceOf = (candidates: readonly Candidate[], entry: string) =>
    candidates.find(({ label }) => label === entry)?.confidence ?? 0;
  const about = understandAbout(topic).candidates;
  const ranked = near(topic, words)
    .map(({ entry, kinship, mentions }) => ({
      entry,
      mentions,
      score:
        nearness[kinship] *
        (0.6 * mentions + 0.4 * Math.max(confidenceOf(understanding.candidates, entry), confidenceOf(about, entry))),
    }))
    .sort((a, b) => b.score - a.score);
  const best = ranked[0];
  if (!best || best.mentions < thresholds.mentions || best.score < thresholds.leaning) return undefined;
  return best.entry === topic ? sayAgain() : { do: 'answer', entry: best.entry, confidence: best.score, runnersUp: [] };
}

/** The details of an entry, once. */
const sayMore = (entry: string, { detailed }: Memory): Plan =>
  detailed === entry ? { do: 'no-more', entry } : { do: 'details', entry };

/** Somebody to talk to is asked for, or a place is all there is to read: the contact of that place. */
function decideContactAsked(situation: Situation): Plan | undefined {
  const { text, understanding, namesNetwork } = situation;
  const best = understanding.candidates.find(({ kind }) => kind === 'entry');
  if (!asksForContact(text) || namesNetwork(text) || (best && best.confidence > thresholds.sureEntry)) return undefined;
  const reading = situation.place(true);
  if (reading.outcome === 'found' || reading.outcome === 'ambiguous' || reading.outcome === 'foreign')
    return { do: 'contact', reading };
  return namesTheContact(text) ? decideContact(situation) : undefined;
}

/** Nothing but a place, or a place in answer to a contact just given (« et à Amiens ? »). */
function decidePlace({ text, memory, place, understanding }: Situation): Plan | undefined {
  // « 23000 ? » in a talk about money is a sum.
  if (memory.topic && /^\s*[\d\s]+\?/.test(text)) return undefined;
  const reading = place(false);
  if (reading.outcome !== 'found' && reading.outcome !== 'ambiguous') return undefined;
  if (isJustAPlace(text, reading)) return { do: 'contact', reading };
  // « et à Amiens ? » after a contact.
  const follows = memory.place !== undefined && !memory.topic && leansOnTopic(text);
  return follows && understanding.inScope < 0.9 ? { do: 'contact', reading } : undefined;
}

function decideEntry({ text, understanding, asksBeyond }: Situation): Plan {
  const entries = understanding.candidates.filter((candidate) => candidate.kind === 'entry');
  const best = entries[0];
  const plausible = entries.filter(({ confidence }) => confidence >= thresholds.near).slice(0, 3);
  if (!best || understanding.inScope < thresholds.inScope) {
    if (describesSituation(text)) return { do: 'engage' };
    return { do: 'fallback', near: understanding.inScope >= thresholds.nearScope ? plausible : [] };
  }
  const close = entries.filter((candidate) => candidate.confidence >= thresholds.clarify).slice(0, 3);
  // Not very sure, but nothing else comes near.
  const alone = close.length === 1 && best.confidence >= thresholds.alone;
  if (best.confidence >= thresholds.answer || alone) {
    return asksBeyond(best.label) ? { do: 'fallback', near: [best] } : answerWith(understanding, best);
  }
  if (describesSituation(text)) return { do: 'engage' };
  return close.length >= 2 ? { do: 'clarify', candidates: close } : { do: 'fallback', near: plausible };
}

function answerWith(understanding: Understanding, best: Candidate): Plan {
  const runnersUp = understanding.candidates
    .filter((candidate) => candidate.kind === 'entry' && candidate.label !== best.label)
    .slice(0, 3);
  const second = understanding.segments
    ?.flatMap((segment) => segment.candidates.slice(0, 1))
    .find(
      (candidate) => candidate.kind === 'entry' && candidate.label !== best.label && candidate.confidence >= thresholds.answer,
    );
  return { do: 'answer', entry: best.label, confidence: best.confidence, runnersUp, ...(second ? { second: second.label } : {}) };
}

const isDistress = (label: string): label is DistressIntent => (distressIntents as readonly string[]).includes(label);
const isSmalltalk = (label: string): label is SmalltalkIntent => (smalltalkIntents as readonly string[]).includes(label);
