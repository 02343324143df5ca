/** « Données personnelles »: what has been erased, and what somebody asks to see or to have erased. */
import type { ConsolePage } from '../console-page.js';
import type { ConsoleServices } from '../services.js';
import { createConversationActions } from './conversation-actions.js';
import { createOverviewPages } from './overview-page.js';
import { createRegistrePages } from './registre-pages.js';

export const createPrivacyPages = (services: ConsoleServices): ConsolePage[] => [
  ...createOverviewPages(services),
  ...createConversationActions(services),
  ...createRegistrePages(services),
];
