/** Columns over time, in layers, with marks where something changed. */
import { listTicks, percentage } from './chart-parts.js';

const HEIGHT = 230;
const TOP = 26;
const BOTTOM = 26;
const FLOOR = HEIGHT - BOTTOM;

export interface Layer {
  name: string;
  /** Class of its colour: « good », « warn », « bad ». */
  tone: 'good' | 'warn' | 'bad';
}

export interface ColumnChartProps {
  /** Unique in the page. */
  id: string;
  title: string;
  description: string;
  /** From the floor up. */
  layers: readonly Layer[];
  columns: readonly { label: string; values: readonly number[] }[];
  /** `at`: index of the column that it stands before. */
  marks?: readonly { at: number; sign: string }[];
}

export function ColumnChart({ id, title, description, layers, columns, marks = [] }: ColumnChartProps) {
  const totals = columns.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const ticks = listTicks(Math.max(0, ...totals));
  const highest = ticks.at(-1) ?? 1;
  const height = (value: number) => ((FLOOR - TOP) * value) / highest;
  const across = 1 / Math.max(1, columns.length);
  // Labels at the ends and in the middle: three fit at any width.
  const middle = Math.floor((columns.length - 1) / 2);
  const labelled = new Map<number, 'start' | 'middle' | 'end'>([
    ...(columns.length > 4 ? [[middle, 'middle'] as const] : []),
    ...(columns.length > 1 ? [[columns.length - 1, 'end'] as const] : []),
    [0, 'start'],
  ]);
  const place = { start: 0, middle: 0.5, end: 1 } as const;
  return (
    <figure class="chart plot">
      <svg width="100%" height={HEIGHT} role="img" aria-labelledby={`${id}-t ${id}-d`}>
        <title id={`${id}-t`}>{title}</title>
        <desc id={`${id}-d`}>{description}</desc>
        {ticks.map((tick) => (
          <line key={tick} class="grid" x1="0" x2="100%" y1={FLOOR - height(tick)} y2={FLOOR - height(tick)} />
        ))}
        {columns.map(({ label, values }, index) => {
          let floor = FLOOR;
          return values.map((value, layer) => {
            const tall = height(value);
            floor -= tall;
            return value > 0 ? (
              <rect
                key={`${label}-${layers[layer]?.name}`}
                class={`layer ${layers[layer]?.tone}`}
                x={percentage((index + 0.1) * across)}
                width={percentage(across * 0.8)}
                y={floor.toFixed(1)}
                height={tall.toFixed(1)}
              />
            ) : null;
          });
        })}
        {ticks.slice(1).map((tick) => (
          <text key={tick} class="tick" x="2" y={FLOOR - height(tick) - 4}>
            {tick.toLocaleString('fr-FR')}
          </text>
        ))}
        {marks.map(({ at, sign }) => (
          <g key={sign}>
            <line class="mark" x1={percentage(at * across)} x2={percentage(at * across)} y1={16} y2={FLOOR} />
            <text
              class="sign"
              x={percentage(at * across)}
              y="12"
              text-anchor={at * across > 0.9 ? 'end' : at === 0 ? 'start' : 'middle'}
            >
              {sign}
            </text>
          </g>
        ))}
        {[...labelled].map(([index, anchor]) => (
          <text key={index} x={percentage((index + place[anchor]) * across)} y={HEIGHT - 7} text-anchor={anchor}>
            {columns[index]?.label}
          </text>
        ))}
      </svg>
      {layers.length > 1 && (
        <ul class="legend plain">
          {layers.map(({ name, tone }) => (
            <li key={name}>
              <svg width="14" height="14" aria-hidden="true">
                <rect class={`layer ${tone}`} width="14" height="14" rx="3" />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}
