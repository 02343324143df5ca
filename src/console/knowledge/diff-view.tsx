/** Differences, readable by those who do not write code. */
import type { diffKnowledge } from '../../knowledge/diff.js';
import { Flash, Table } from '../components.js';
import { baseLinks } from './links.js';

const fileChanges = { added: 'ajouté', removed: 'retiré', changed: 'modifié' } as const;

/** One content, field by field. */
export const FieldChanges = ({
  fields,
  caption = 'Ce qui change',
}: {
  fields: readonly { name: string; before: string; after: string }[];
  caption?: string;
}) => (
  <Table folds caption={caption} hideCaption columns={['Champ', 'Avant', 'Après']}>
    {fields.map(({ name, before, after }) => (
      <tr key={name}>
        <th scope="row">{name}</th>
        <td>{before ? <del>{before}</del> : <span class="muted">–</span>}</td>
        <td>{after ? <ins>{after}</ins> : <span class="muted">–</span>}</td>
      </tr>
    ))}
  </Table>
);

/** Two whole bases. */
export function KnowledgeDifference({ diff }: { diff: ReturnType<typeof diffKnowledge> }) {
  const { added, removed, changed, files } = diff;
  if (added.length + removed.length + changed.length + files.length === 0)
    return <Flash tone="info">Aucune différence de contenu.</Flash>;
  return (
    <>
      {added.length > 0 && <p>Fiches ajoutées : {added.map(({ title }) => title).join(', ')}.</p>}
      {removed.length > 0 && <p>Fiches retirées : {removed.map(({ title }) => title).join(', ')}.</p>}
      {changed.map(({ id, title, fields }) => (
        <div key={id} class="stack">
          <h3>
            <a href={baseLinks.entry(id)}>{title}</a>
          </h3>
          <FieldChanges fields={fields} caption={`Avant et après : ${title}`} />
        </div>
      ))}
      {files.filter(({ path }) => path !== 'manifest.yaml').length > 0 && (
        <p>
          Autres fichiers :{' '}
          {files
            .filter(({ path }) => path !== 'manifest.yaml')
            .map(({ path, change }) => `${path} (${fileChanges[change]})`)
            .join(', ')}
          .
        </p>
      )}
    </>
  );
}
