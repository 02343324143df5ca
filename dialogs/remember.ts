import { offeredBy } from './answer.js';
import { leavesPlaceOpen, networkOf } from './contact.js';
import { type Memory, newMemory } from './memory.js';
import type { Plan } from './plan.js';
import { updateProfile } from './profile.js';
import type { ActiveKnowledge } from './services.js';

/** Keeps what the next message may refer to. */
export function remember(knowledge: ActiveKnowledge, memory: Memory, plan: Plan): void {
  memory.misses = plan.do === 'fallback' ? memory.misses + 1 : 0;
  memory.awaitsPlace = plan.do === 'contact' && plan.reading.outcome !== 'found';
  memory.placeOptions = plan.do === 'contact' && plan.reading.outcome === 'ambiguous' ? plan.reading.options : undefined;
  switch (plan.do) {
    case 'answer':
      memory.topic = plan.entry;
      memory.detailed = undefined;
      memory.offered = offeredBy(knowledge, plan.entry, plan.second);
      memory.network = undefined;
      break;
    case 'details':
      memory.detailed = plan.entry;
      break;
    case 'fallback':
      if (plan.near.length > 0) memory.offered = plan.near.map((candidate) => candidate.label);
      break;
    case 'clarify':
      memory.offered = plan.candidates.map((candidate) => candidate.label);
      break;
    case 'contact':
      memory.network = undefined;
      if (plan.reading.outcome === 'found') {
        memory.place = plan.reading.place;
        memory.network = networkOf(knowledge, plan.reading.place)?.id;
        memory.topic = undefined;
        updateProfile(memory);
      } else if (memory.home && leavesPlaceOpen(plan.reading)) {
        memory.network = memory.home;
        memory.topic = undefined;
      }
      break;
    case 'ask-erasure':
      memory.awaitsErasure = true;
      break;
    case 'forget':
      memory.place = undefined;
      memory.told = undefined;
      updateProfile(memory);
      break;
    case 'smalltalk':
      if (plan.intent === 'restart')
        Object.assign(memory, {
          topic: undefined,
          place: undefined,
          placeOptions: undefined,
          network: undefined,
          audience: undefined,
          population: undefined,
          told: undefined,
          engagement: undefined,
          sheet: undefined,
          ...newMemory(),
        });
      break;
    default:
      break;
  }
}
