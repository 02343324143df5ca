/** The choice of an engagement level, without any bot: questions, readings, scores, result. */
export type { EngagementConfig } from '../../src/knowledge/engagement-schema.js';
export { asksForGuidance, describesSituation, findTold } from './describes-situation.js';
export {
  changeAfterResult,
  continueEngagement,
  type EngagementPrompt,
  type EngagementState,
  type EngagementStep,
  type KnownBefore,
  repeatPrompt,
  startEngagement,
} from './dialog.js';
export { isQuestion } from './mentions.js';
export { composeResult, type EngagementResult, type RecapLine, recapTable } from './result.js';
export { type LevelScore, type Scores, scoreLevels } from './score.js';
export { type Kind, type Slots, withMention } from './slots.js';
