import type { ConsoleRequest } from '../console-page.js';
import { dayOf } from '../review/paris-days.js';
import type { ConsoleServices } from '../services.js';
import { createFigureNames } from './figure-words.js';
import { readPeriod } from './period.js';
import { readScope } from './scope.js';

/** What an address of figures asks for; `problems`: what of it could not be taken, in French. */
export function readQuery(services: ConsoleServices, { account, query }: ConsoleRequest) {
  const names = createFigureNames(services.knowledge.active());
  const { period, problem } = readPeriod(query, dayOf(services.now()));
  const { scope, chosen, problem: refused } = readScope(account, query, names);
  return { names, period, scope, chosen, problems: [problem, refused].filter((each) => each !== undefined) };
}
