import type { Gazetteer } from '../src/geography/index.js';
import type { Decide } from '../src/knowledge/exam.js';
import { decide } from './decide.js';
import { newMemory } from './memory.js';
import type { ActiveKnowledge } from './services.js';
import { createSituation } from './situation.js';

/** How a release decides on a message that begins a conversation: what the knowledge exam sits. */
export function createDecider(knowledge: ActiveKnowledge, gazetteer: Gazetteer): Decide {
  return (text) => {
    const plan = decide(createSituation(knowledge, gazetteer, newMemory(), text));
    switch (plan.do) {
      case 'answer':
        return { kind: 'answer', entry: plan.entry, confidence: plan.confidence };
      case 'passages':
      case 'details':
      case 'sources':
        return { kind: 'answer', entry: plan.entry, confidence: 1 };
      case 'clarify':
        return { kind: 'clarify', offered: plan.candidates.map((candidate) => candidate.label) };
      case 'smalltalk':
        return { kind: 'smalltalk', intent: plan.intent };
      case 'ask-erasure':
        return { kind: 'smalltalk', intent: 'privacy' };
      case 'engage':
      case 'what-if':
        return { kind: 'dialog' };
      case 'contact':
      case 'contact-field':
      case 'no-place':
        return { kind: 'contact' };
      case 'forget':
        return { kind: 'system' };
      case 'no-more':
      case 'reject':
      case 'distress':
      case 'fallback':
        return { kind: 'fallback' };
    }
  };
}
