/** The pages of the base, from a question that was answered badly to a better release. */
import type { Workbench } from '../../knowledge/workbench.js';
import type { ConsolePage } from '../console-page.js';
import type { ConsoleServices } from '../services.js';
import { createAddUtterancesPages } from './add-utterances-pages.js';
import { createDesk } from './desk.js';
import { createDraftPages } from './draft-pages.js';
import { createEditEntryPages } from './edit-entry-pages.js';
import { createEntriesPage } from './entries-page.js';
import { createEntryPage } from './entry-page.js';
import { createExamLinePages } from './exam-line-pages.js';
import { createHistoryPage } from './history-page.js';
import { createNetworkPages } from './network-pages.js';
import { createPreviewPart } from './preview-part.js';
import { createPublishPages } from './publish-pages.js';
import { createReleasePages } from './release-pages.js';
import { createTrialPages } from './trial-pages.js';

export function createKnowledgePages(services: ConsoleServices, workbench?: Workbench): ConsolePage[] {
  const desk = createDesk(services, workbench);
  return [
    createEntriesPage(desk),
    createEntryPage(desk),
    createHistoryPage(desk),
    ...createEditEntryPages(desk),
    createPreviewPart(desk),
    ...createAddUtterancesPages(desk),
    ...createExamLinePages(desk),
    ...createNetworkPages(desk),
    ...createDraftPages(desk),
    ...createTrialPages(desk),
    ...createPublishPages(desk),
    ...createReleasePages(desk),
  ];
}
