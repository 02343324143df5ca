/** Bars side by side, longest first: each under its words, so that long ones find room on a telephone. */
import { clip, percentage } from './chart-parts.js';

const ROW = 42;
/** Characters of a label that fit at 320 px beside the figure. */
const LABEL = 30;

export interface BarChartProps {
  /** Unique in the page. */
  id: string;
  title: string;
  description: string;
  bars: readonly { label: string; value: number }[];
}

export function BarChart({ id, title, description, bars }: BarChartProps) {
  const highest = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <figure class="chart plot">
      <svg width="100%" height={bars.length * ROW} role="img" aria-labelledby={`${id}-t ${id}-d`}>
        <title id={`${id}-t`}>{title}</title>
        <desc id={`${id}-d`}>{description}</desc>
        {bars.map(({ label, value }, index) => (
          <g key={label}>
            <text class="label" x="0" y={index * ROW + 16}>
              {clip(label, LABEL)}
            </text>
            <text class="value" x="100%" y={index * ROW + 16} text-anchor="end">
              {value.toLocaleString('fr-FR')}
            </text>
            <rect class="rail" x="0" y={index * ROW + 23} width="100%" height="10" rx="3" />
            {value > 0 && <rect class="bar" x="0" y={index * ROW + 23} width={percentage(value / highest)} height="10" rx="3" />}
          </g>
        ))}
      </svg>
    </figure>
  );
}
