/** What visitors would read of an entry as it stands in a form: pure, and quick enough for a live preview. */
import { replyWithAnswer, replyWithDetails } from '../../../dialogs/answer.js';
import { newMemory } from '../../../dialogs/memory.js';
import type { Reply } from '../../../dialogs/reply.js';
import type { ActiveKnowledge } from '../../knowledge/active-knowledge.js';
import type { EntryFields } from '../../knowledge/edit-entry.js';
import { audiences, type Entry, profiles, type Source } from '../../knowledge/schema.js';

export interface EntryPreview {
  answer: Reply;
  /** « Plus de détails », when there are some. */
  details?: Reply;
  /** The answer to each kind of authority that is told something more. */
  forProfile: { profiles: string[]; text: string }[];
}

/** An entry out of fields that may still be wrong: what cannot be shown is left out. */
export function toEntry(id: string, theme: string, fields: EntryFields, today: string): Entry {
  const day = (text: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : today);
  return {
    id,
    theme,
    title: fields.title || 'Sans titre',
    question: fields.question,
    facts: [],
    audience: audiences.filter((one) => fields.audience.includes(one)),
    sources: fields.sources,
    checkedOn: day(fields.checkedOn),
    reviewBy: day(fields.reviewBy),
    followUps: fields.followUps,
    related: fields.related,
    utterances: fields.utterances,
    answer: fields.answer,
    details: fields.details,
    forProfile: fields.forProfile.map(({ profiles: names, text }) => ({
      profiles: profiles.filter((one) => names.includes(one)),
      text,
    })),
  };
}

/** `entries`, `sources`: those that the entry may refer to. */
export function previewEntry(
  entry: Entry,
  entries: ReadonlyMap<string, Entry>,
  sources: ReadonlyMap<string, Source>,
  running: ActiveKnowledge,
  now: Date,
): EntryPreview {
  const knowledge: ActiveKnowledge = {
    ...running,
    base: { ...running.base, entries: new Map([...entries, [entry.id, entry]]), sources },
  };
  return {
    answer: replyWithAnswer(knowledge, entry.id, newMemory(), now, { confidence: 1, runnersUp: [] }),
    ...(entry.details ? { details: replyWithDetails(knowledge, entry.id) } : {}),
    forProfile: entry.forProfile,
  };
}
