import type { SmalltalkIntent } from '../src/knowledge/schema.js';

/** The four levels of engagement, softest first. */
export const levels = ['soutien', 'mutualisee', 'indirecte', 'directe'] as const;
export type Level = (typeof levels)[number];

/** What a prompt of the engagement dialog asks for. */
export const slotNames = [
  'kind',
  'population',
  'budget',
  'staff',
  'assoc',
  'steer',
  'neighbours',
  'operator',
  'partner',
  'experience',
  'horizon',
  'legal',
  'confirm',
  'place',
] as const;
export type SlotName = (typeof slotNames)[number];

/** What each reply says about itself: the public contract of `channelData.decision`, and what the log keeps. */
export interface Decision {
  kind: 'answer' | 'clarify' | 'dialog' | 'contact' | 'smalltalk' | 'fallback' | 'handoff' | 'system';
  knowledgeVersion: string;
  /** answer: the knowledge entry. */
  entry?: string;
  /** Calibrated, 0..1. */
  confidence?: number;
  /** clarify: what is offered; fallback: the near subjects that are offered, if any; answer: the runners-up. */
  candidates?: { entry: string; confidence: number }[];
  intent?: SmalltalkIntent;
  place?: 'network' | 'no-network' | 'ambiguous' | 'foreign' | 'unknown' | 'missing';
  /** INSEE code of the region. */
  region?: string;
  /** Id of the regional network. */
  network?: string;
  asks?: SlotName;
  recommends?: Level;
  runnerUp?: Level;
}
