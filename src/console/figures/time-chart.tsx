import { baseLinks } from '../knowledge/links.js';
import { ColumnChart } from './column-chart.js';
import { mondayOf, sayShortDay } from './period.js';
import type { Figures } from './read-figures.js';
import { sayColumns } from './sentences.js';

/** Signs of marks: A to Z, then numbers. */
const signOf = (index: number) => (index < 26 ? String.fromCharCode(65 + index) : String(index + 1));

/** Questions over time, with the releases that came into force. */
export function TimeChart({ figures }: { figures: Figures }) {
  const { columns, releases, step, firstRelease } = figures;
  const signed = releases.map(({ version, day }, index) => ({
    version,
    day,
    sign: signOf(index),
    at: columns.findIndex((column) => column.day === (step === 'day' ? day : mondayOf(day))),
  }));
  const signsAt = new Map<number, string[]>();
  for (const { at, sign } of signed) signsAt.set(at, [...(signsAt.get(at) ?? []), sign]);
  return (
    <>
      <ColumnChart
        id="c-jours"
        title={step === 'day' ? 'Questions par jour' : 'Questions par semaine'}
        description={`${sayColumns(figures)} De bas en haut : avec une réponse, à préciser, sans réponse. Les mêmes chiffres sont dans le tableau.`}
        layers={[
          { name: 'avec une réponse', tone: 'good' },
          { name: 'à préciser', tone: 'warn' },
          { name: 'sans réponse', tone: 'bad' },
        ]}
        columns={columns.map(({ day, replied, clarified, unanswered }) => ({
          label: sayShortDay(day),
          values: [replied, clarified, unanswered],
        }))}
        marks={[...signsAt].map(([at, signs]) => ({
          at,
          sign: signs.length > 2 ? `${signs[0]}–${signs.at(-1)}` : signs.join(' '),
        }))}
      />
      {signed.length > 0 && (
        <ul class="marks plain" aria-label="Versions de la base en service">
          {firstRelease && <li>Au début : version {firstRelease}</li>}
          {signed.map(({ sign, version, day }) => (
            <li key={sign}>
              <strong>{sign}</strong> : <a href={baseLinks.release(version)}>version {version}</a>, le {sayShortDay(day)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
