/** « Chiffres »: figures of a period, exports, and the week in one page. */
import type { ConsolePage } from '../console-page.js';
import type { ReadAttention } from '../review/attention.js';
import type { ConsoleServices } from '../services.js';
import { createExportPages } from './export-pages.js';
import { createFiguresPage } from './figures-page.js';
import { createWeekPage } from './week-page.js';

export const createFiguresPages = (services: ConsoleServices, readAttention: ReadAttention): ConsolePage[] => [
  createFiguresPage(services),
  createWeekPage(services, readAttention),
  ...createExportPages(services),
];
