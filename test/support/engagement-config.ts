import { readFileSync } from 'node:fs';
import { type EngagementConfig, engagementSchema } from '../../src/knowledge/engagement-schema.js';
import { parseYaml } from '../../src/knowledge/parse-yaml.js';
import { formatProblem } from '../../src/knowledge/problem.js';

/** The real knowledge/engagement.yaml, checked. */
export function loadEngagementConfig(): EngagementConfig {
  const text = readFileSync(new URL('../../knowledge/engagement.yaml', import.meta.url), 'utf8');
  const { value, problems } = parseYaml('engagement.yaml', text, engagementSchema);
  if (!value) throw new Error(problems.map(formatProblem).join('\n'));
  return value;
}
