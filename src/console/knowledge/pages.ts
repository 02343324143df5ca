/** The pages of the base, from a question that was answered badly to a better release. */
import type { Workbench } from '../../knowledge/workbench.js';
import type { ConsolePage } from '../console-page.js';
import type { ConsoleServices } from '../services.js';
import { createAddUtterancesPages } from './add-utterances-pages.js';
import { createDesk } from './desk.js';
import { createDraftActions } from './draft-actions.js';
import { createDraftPage } from './draft-page.js';
import { createDraftsPages } from './drafts-page.js';
import { createEditEntryPages } from './edit-entry-pages.js';
import { createEntriesPage } from './entries-page.js';
import { createEntryPage } from './entry-page.js';
import { createExamLinePages } from './exam-line-pages.js';
import { createHistoryPage } from './history-page.js';
import { createNetworkPages } from './network-pages.js';
import { createPreviewPart } from './preview-part.js';
import { createPublishPages } from './publish-pages.js';
import { createRebasePages } from './rebase-pages.js';
import { createReleaseActions } from './release-actions.js';
import { createReleasePage } from './release-page.js';
import { createReleasesPage } from './releases-page.js';
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
    ...createDraftsPages(desk),
    createDraftPage(desk),
    ...createDraftActions(desk),
    ...createTrialPages(desk),
    ...createPublishPages(desk),
    ...createRebasePages(desk),
    createReleasesPage(desk),
    createReleasePage(desk),
    ...createReleaseActions(desk),
  ];
}
