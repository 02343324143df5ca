import { listOldFields } from './contact-schema.js';
import type { Problem } from './problem.js';
import type { Content } from './read-content.js';

/** Exam lines that an entry needs: below, a lost one is not noticed. */
const LEAST_EXAM_LINES = 3;

/** What is due: reviews that are overdue, entries hardly examined, sources that nothing cites, dates that cannot be. */
export function findNeglect({ entries, sources, exam, contacts }: Content, today: Date): Problem[] {
  const problems: Problem[] = [];
  const day = today.toISOString().slice(0, 10);
  for (const card of contacts?.networks ?? []) {
    for (const field of listOldFields(card, today)) {
      problems.push({ file: `contacts/${card.id}.yaml`, message: `information ancienne : ${field}`, severity: 'warning' });
    }
  }
  const examined = new Map<string, number>();
  for (const { value } of exam) if ('entry' in value) examined.set(value.entry, (examined.get(value.entry) ?? 0) + 1);
  for (const { value, file, lineOf } of entries) {
    const warn = (line: number, message: string) => problems.push({ file, line, message, severity: 'warning' });
    if (value.reviewBy < day) warn(lineOf('reviewBy'), `fiche à revoir depuis le ${value.reviewBy}`);
    if (value.checkedOn > day) warn(lineOf('checkedOn'), `vérifiée le ${value.checkedOn}, qui n’est pas encore passé`);
    if (value.reviewBy < value.checkedOn)
      problems.push({
        file,
        line: lineOf('reviewBy'),
        message: `à revoir le ${value.reviewBy}, avant d’avoir été vérifiée le ${value.checkedOn}`,
        severity: 'error',
      });
    const lines = examined.get(value.id) ?? 0;
    if (lines < LEAST_EXAM_LINES)
      warn(
        lineOf('id'),
        `${lines} ligne(s) d’examen pour cette fiche : il en faut au moins ${LEAST_EXAM_LINES} dans evaluation/`,
      );
  }
  const cited = new Set(entries.flatMap(({ value }) => value.sources));
  const elsewhere = JSON.stringify(contacts ?? {});
  for (const { value, file, lineOf } of sources) {
    if (!cited.has(value.id) && !elsewhere.includes(`"${value.id}"`))
      problems.push({
        file,
        line: lineOf('id'),
        message: `la source « ${value.id} » ne sert à aucune fiche`,
        severity: 'warning',
      });
  }
  return problems;
}
