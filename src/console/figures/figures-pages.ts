/** « Chiffres »: figures of a period, exports, and the week in one page. */
import type { ConsolePage } from '../console-page.js';
import { createAttention } from '../review/attention.js';
import type { ConsoleServices } from '../services.js';
import { createExportPages } from './export-pages.js';
import { createFiguresPage } from './figures-page.js';
import { createWeekPage } from './week-page.js';

export function createFiguresPages(services: ConsoleServices): ConsolePage[] {
  const readAttention = createAttention(services.review, () => services.knowledge.active());
  return [createFiguresPage(services), createWeekPage(services, readAttention), ...createExportPages(services)];
}
