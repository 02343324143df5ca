/** The scores of audits over time, as a picture of the table beside it. */
import { percent } from './vocabulary.js';

export interface ScorePoint {
  /** ISO 8601. */
  at: string;
  /** Shares, 0..1. */
  value: number;
  low: number;
  high: number;
}

const WIDTH = 640;
const HEIGHT = 220;
const EDGE = { left: 52, right: 24, top: 14, bottom: 34 };

const shortDay = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', day: 'numeric', month: 'short' });

/** Oldest first; evenly spaced, since samples are drawn when somebody has the time. */
export function ScoreChart({ points }: { points: readonly ScorePoint[] }) {
  const across = WIDTH - EDGE.left - EDGE.right;
  const x = (index: number) => EDGE.left + (points.length < 2 ? across / 2 : (across * (index + 0.5)) / points.length);
  const y = (share: number) => EDGE.top + (HEIGHT - EDGE.top - EDGE.bottom) * (1 - share);
  const every = Math.ceil(points.length / 8);
  const [first, last] = [points[0], points.at(-1)];
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Part de réponses correctes par échantillon : ${first ? percent(first.value) : ''} au premier, ${last ? percent(last.value) : ''} au dernier. Les mêmes chiffres sont dans le tableau.`}
      >
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <g key={share}>
            <line class="grid" x1={EDGE.left} x2={WIDTH - EDGE.right} y1={y(share)} y2={y(share)} />
            <text x={EDGE.left - 8} y={y(share) + 4} text-anchor="end">
              {percent(share)}
            </text>
          </g>
        ))}
        {points.map(({ at, low, high }, index) => (
          <g key={at}>
            <line class="range" x1={x(index)} x2={x(index)} y1={y(low)} y2={y(high)} />
            {index % every === 0 && (
              <text x={x(index)} y={HEIGHT - 10} text-anchor="middle">
                {shortDay.format(new Date(at))}
              </text>
            )}
          </g>
        ))}
        <polyline
          class="line"
          points={points.map(({ value }, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}
        />
        {points.map(({ at, value }, index) => (
          <circle key={at} class="dot" cx={x(index)} cy={y(value)} r={4.5} />
        ))}
      </svg>
    </figure>
  );
}
