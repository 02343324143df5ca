import type { Gazetteer, PlaceReading } from '../src/geography/index.js';
import { entryOf } from './answer.js';
import { namesNetwork } from './contact.js';
import { changeAfterResult } from './engagement/index.js';
import { asksBeyond, namesIn } from './figures.js';
import type { Memory } from './memory.js';
import { findNear } from './neighbours.js';
import { findPassages } from './passages.js';
import type { Situation } from './plan.js';
import { withoutLink } from './references.js';
import type { ActiveKnowledge } from './services.js';

/** Everything that `decide` may look at, for one message of a conversation. */
export function createSituation(knowledge: ActiveKnowledge, gazetteer: Gazetteer, memory: Memory, text: string): Situation {
  const readings = new Map<boolean, PlaceReading>();
  // Several rules look for a place: it is read once.
  const place = (expected: boolean): PlaceReading => {
    const reading = readings.get(expected) ?? gazetteer.findPlace(text, { expected });
    readings.set(expected, reading);
    return reading;
  };
  return {
    text,
    memory,
    understanding: knowledge.understand(text),
    place,
    chooseAmong: (options) => gazetteer.chooseAmong(options, text),
    whatIf: () => (memory.engagement ? changeAfterResult(knowledge.base.engagement, memory.engagement, text) : undefined),
    understandRest: () => {
      const rest = withoutLink(text);
      return rest === undefined ? undefined : knowledge.understand(rest);
    },
    understandAbout: (entry) => knowledge.understand(`${entryOf(knowledge, entry).title} ${text}`),
    near: (topic, words) => findNear(knowledge.base, topic, words),
    passages: (entry) => findPassages(entryOf(knowledge, entry), text),
    asksBeyond: (entry) =>
      asksBeyond(entryOf(knowledge, entry), text, () => {
        const reading = place(false);
        return [...namesIn(text), ...(reading.outcome === 'found' ? [reading.place.name] : [])];
      }),
    namesNetwork: (message) => namesNetwork(knowledge.base.contacts, message),
  };
}
