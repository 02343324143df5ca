/** Differences, readable by those who do not write code. */
import { Table } from '../components.js';

export const FieldChanges = ({
  fields,
  caption = 'Ce qui change',
}: {
  fields: readonly { name: string; before: string; after: string }[];
  caption?: string;
}) => (
  <Table caption={caption} hideCaption columns={['Champ', 'Avant', 'Après']}>
    {fields.map(({ name, before, after }) => (
      <tr key={name}>
        <th scope="row">{name}</th>
        <td>{before ? <del>{before}</del> : <span class="muted">–</span>}</td>
        <td>{after ? <ins>{after}</ins> : <span class="muted">–</span>}</td>
      </tr>
    ))}
  </Table>
);
