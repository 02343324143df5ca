/** What the check holds against a draft that was tried. */
import { Details, Section, Table } from '../components.js';
import { idOf } from './basis.js';
import type { Sheet } from './desk.js';
import { cureOf, sayPlainly } from './entry-problems.js';
import { baseLinks } from './links.js';
import type { Trial } from './trial.js';
import { count } from './words.js';

export function TrialProblems({ trial: { problems }, draft }: { trial: Trial; draft: string }) {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return (
    <Section title={count(errors.length, 'erreur à corriger', 'erreurs à corriger')} id="erreurs">
      <Table folds caption="Erreurs" hideCaption columns={['Où', 'Problème', 'Remède']}>
        {errors.slice(0, 100).map((problem) => (
          <tr key={`${problem.file} ${problem.line} ${problem.message}`}>
            <th scope="row">
              {problem.file.startsWith('entries/') ? (
                <a href={`${baseLinks.editEntry(idOf(problem.file), draft)}&controle=1`}>fiche {idOf(problem.file)}</a>
              ) : (
                problem.file
              )}
            </th>
            <td>{sayPlainly(problem.message)}</td>
            <td>{cureOf(problem.message) ?? 'Corrigez ce qui est dit.'}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

export function TrialWarnings({ trial: { problems }, sheet }: { trial: Trial; sheet: Sheet }) {
  const changed = new Set(sheet.record.draft.changes.map(({ path }) => path));
  const warnings = problems.filter(({ file, severity }) => severity === 'warning' && changed.has(file));
  if (warnings.length === 0) return null;
  return (
    <Details summary={`${count(warnings.length, 'point')} d’attention sur les contenus changés`}>
      <ul>
        {warnings.map(({ file, line, message }) => (
          <li key={`${file} ${line} ${message}`}>
            {idOf(file)} : {sayPlainly(message)}. {cureOf(message)}
          </li>
        ))}
      </ul>
    </Details>
  );
}
