/** What the record of processing looks like alike on the console's pages and in the document that is taken along. */
import type { Registre } from '../../privacy/registre.js';

export const ItemList = ({ items }: { items: readonly string[] }) => (
  <ul>
    {items.map((item) => (
      <li key={item}>{item}</li>
    ))}
  </ul>
);

export const periodColumns = ['Donnée', 'Durée', 'Raison'] as const;

/** A row for each thing that is kept, how long and why. */
export const periodRows = (periods: Registre['processings'][number]['periods']) =>
  periods.map(({ what, howLong, why }) => (
    <tr key={what}>
      <th scope="row">{what}</th>
      <td>{howLong}</td>
      <td>{why}</td>
    </tr>
  ));
