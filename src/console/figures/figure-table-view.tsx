import { Table } from '../components.js';
import type { FigureCell, FigureTable } from './figure-tables.js';

const showCell = (cell: FigureCell) =>
  typeof cell === 'object' ? <a href={cell.href}>{cell.text}</a> : typeof cell === 'number' ? cell.toLocaleString('fr-FR') : cell;

/** A table of figures; `most`: rows that are shown (default: all). */
export function FigureTableView({ table, most }: { table: FigureTable; most?: number }) {
  const [first, ...others] = table.columns;
  return (
    <Table
      caption={table.caption}
      columns={[{ label: first || 'Mesure', hidden: first === '' }, ...others.map((label) => ({ label, numeric: true }))]}
    >
      {table.rows.slice(0, most).map(([name = '', ...cells], index) => (
        <tr key={index}>
          <th scope="row" class="break">
            {showCell(name)}
          </th>
          {cells.map((cell, at) => (
            <td key={others[at]} class="number">
              {showCell(cell)}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
