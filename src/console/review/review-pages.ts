/** The pages on which staff see what was asked and how it was answered, judge it, and decide what becomes of it. */
import { randomInt, randomUUID } from 'node:crypto';
import type { ConsolePage } from '../console-page.js';
import type { ConsoleServices } from '../services.js';
import type { ReadAttention } from './attention.js';
import { createConversationList } from './conversation-list.js';
import { createConversationPage } from './conversation-page.js';
import { createGroupActions } from './group-actions.js';
import { createGroupPages } from './group-page.js';
import { createHomePage } from './home-page.js';
import { createQualityPages } from './quality-pages.js';
import { createReviewActions } from './review-actions.js';
import { createReviewDesk, type ReviewDesk } from './review-desk.js';

/** @param random where ids and seeds come from: tests give their own */
export function createReviewPages(
  services: ConsoleServices,
  readAttention: ReadAttention,
  random: Pick<ReviewDesk, 'newId' | 'newSeed'> = { newId: randomUUID, newSeed: () => randomInt(2 ** 31) },
): ConsolePage[] {
  const desk = createReviewDesk(services, readAttention, random);
  return [
    ...createHomePage(desk),
    ...createGroupPages(desk),
    ...createGroupActions(desk),
    ...createConversationList(desk),
    ...createConversationPage(desk),
    ...createReviewActions(desk),
    ...createQualityPages(desk),
  ];
}
