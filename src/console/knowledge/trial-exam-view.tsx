/** The exam of a trial: lines that the draft loses and gains. */
import type { ExamMiss } from '../../knowledge/exam.js';
import type { Entry } from '../../knowledge/schema.js';
import { Section, Table } from '../components.js';
import type { Trial } from './trial.js';
import { percent, sayOutcome } from './words.js';

export const ExamChanges = ({
  exam: { lost, gained },
  titles,
}: {
  exam: NonNullable<Trial['exam']>;
  titles: ReadonlyMap<string, Entry>;
}) => (
  <Section title="Examen" id="examen">
    <ExamTable title="Lignes perdues" titles={titles} lines={lost} got="Réponse du brouillon" />
    <ExamTable title="Lignes gagnées" titles={titles} lines={gained} got="Réponse de la version active" />
    {lost.length + gained.length === 0 && <p>Aucune ligne d’examen ne change.</p>}
  </Section>
);

const ExamTable = ({
  title,
  lines,
  got,
  titles,
}: {
  title: string;
  lines: readonly ExamMiss[];
  got: string;
  titles: ReadonlyMap<string, Entry>;
}) =>
  lines.length === 0 ? null : (
    <Table folds caption={`${title} : ${lines.length}`} columns={['Question', 'Attendu', got]}>
      {lines.slice(0, 100).map((line) => (
        <tr key={`${line.q} ${line.expected}`}>
          <th scope="row">{line.q}</th>
          <td>{sayOutcome(line.expected, titles)}</td>
          <td>
            {sayOutcome(line.got, titles)}
            {line.confidence > 0 && ` (${percent(line.confidence)})`}
          </td>
        </tr>
      ))}
    </Table>
  );
