import { parseYaml } from './parse-yaml.js';
import type { Problem } from './problem.js';
import { type Entry, frontMatterSchema, type Profile, profiles } from './schema.js';

const FENCE = '---';

/** The parts of an entry that must agree with other files; of a broken one, what could be read. */
export type EntryDraft = Pick<Entry, 'id' | 'title' | 'question' | 'utterances' | 'sources' | 'followUps' | 'related' | 'list'>;

/** What a file of entries holds, as read. */
export interface ParsedEntry {
  /** Absent when there was an error. */
  entry?: Entry;
  /** What could be read all the same; absent when the front matter cannot be read at all. */
  draft?: EntryDraft;
  problems: Problem[];
  /** 1-based line in the file of a field of the front matter, by its path. */
  lineOf(path: readonly (string | number)[]): number;
}

/**
 * Reads one entry file: YAML front matter between two `---` lines, then the short answer,
 * then optionally `## Détails` and `## Pour : syndicat, epci` sections.
 * Every problem is reported, none thrown.
 */
export function parseEntry(file: string, text: string): ParsedEntry {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  const end = lines.indexOf(FENCE, 1);
  if (lines[0] !== FENCE || end < 0) {
    return { problems: [error(file, 1, 'l’en-tête doit être entre deux lignes « --- » au début du fichier')], lineOf: () => 1 };
  }
  const front = parseYaml(file, lines.slice(1, end).join('\n'), frontMatterSchema, 1);
  const body = parseBody(file, lines.slice(end + 1), end + 2);
  const problems = [...front.problems, ...body.problems];
  const [, theme = '', name = ''] = /([^/]+)\/([^/]+)\.md$/.exec(file) ?? [];
  if (front.value && front.value.id !== name) {
    problems.push(
      error(file, front.lineOf(['id']), `l’identifiant « ${front.value.id} » doit être le nom du fichier (« ${name} »)`),
    );
  }
  const draft = front.value ?? readDraft(name, front.raw);
  if (!front.value || problems.some((problem) => problem.severity === 'error')) return { draft, problems, lineOf: front.lineOf };
  return { entry: { ...front.value, theme, ...body.sections }, draft, problems, lineOf: front.lineOf };
}

/** So that one mistake in a file does not hide the others until it is mended. Items keep their places, for their lines. */
function readDraft(id: string, raw: unknown): EntryDraft | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const fields = new Map(Object.entries(raw));
  const text = (name: string) => {
    const value: unknown = fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  const texts = (name: string) => {
    const value: unknown = fields.get(name);
    return Array.isArray(value) ? value.map((item: unknown) => (typeof item === 'string' ? item : '')) : [];
  };
  return {
    id,
    title: text('title'),
    question: text('question'),
    utterances: texts('utterances'),
    sources: texts('sources'),
    followUps: texts('followUps'),
    related: texts('related'),
    list: texts('list'),
  };
}

function parseBody(file: string, lines: string[], firstLine: number) {
  const problems: Problem[] = [];
  const sections: Pick<Entry, 'answer' | 'details' | 'forProfile'> = { answer: '', details: '', forProfile: [] };
  const parts: { heading: string; line: number; text: string[] }[] = [{ heading: '', line: firstLine, text: [] }];
  lines.forEach((line, index) => {
    if (line.startsWith('#')) parts.push({ heading: line.trimEnd(), line: firstLine + index, text: [] });
    else parts.at(-1)?.text.push(line);
    if (/<[a-z/!]/i.test(line)) problems.push(error(file, firstLine + index, 'pas de HTML dans une réponse'));
  });
  const seen = new Set<string>();
  for (const part of parts) {
    const text = part.text.join('\n').trim();
    if (part.heading !== '' && seen.has(part.heading))
      problems.push(error(file, part.line, `le titre « ${part.heading} » paraît deux fois`));
    seen.add(part.heading);
    if (part.heading === '') sections.answer = text;
    else if (part.heading === '## Détails') sections.details = text;
    else if (part.heading.startsWith('## Pour : ')) addAimedSection(part.heading.slice(10), part.line, text);
    else
      problems.push(
        error(file, part.line, `titre inattendu « ${part.heading} » : seuls « ## Détails » et « ## Pour : … » sont possibles`),
      );
  }
  function addAimedSection(list: string, line: number, text: string): void {
    const names = list.split(',').map((name) => name.trim());
    const unknown = names.filter((name) => !(profiles as readonly string[]).includes(name));
    if (unknown.length > 0)
      problems.push(error(file, line, `profil inconnu : ${unknown.join(', ')} (attendu : ${profiles.join(', ')})`));
    else sections.forProfile.push({ profiles: names as Profile[], text });
  }
  const words = sections.answer.split(/\s+/).filter(Boolean).length;
  if (words === 0) problems.push(error(file, firstLine, 'la réponse courte manque'));
  else if (words > 130)
    problems.push(error(file, firstLine, `réponse courte trop longue : ${words} mots (130 au plus, 110 conseillés)`));
  return { sections, problems };
}

const error = (file: string, line: number, message: string): Problem => ({ file, line, message, severity: 'error' });
