import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { locales, type ZodType } from 'zod';
import type { Problem } from './problem.js';

export interface ParsedYaml<T> {
  value?: T;
  /** The YAML as it stands, before the schema; absent when it cannot be read. */
  raw?: unknown;
  problems: Problem[];
  /** 1-based line in the file of a value by its path, or of the nearest one above it. */
  lineOf(path: readonly (string | number)[]): number;
}

/** zod's own messages in French, without touching its global state. */
const frenchMessages = locales.fr().localeError;

/** Parses YAML against a schema; problems carry the line of the offending value (`offset` lines precede the text in the file). */
export function parseYaml<T>(file: string, text: string, schema: ZodType<T>, offset = 0): ParsedYaml<T> {
  const counter = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: counter, prettyErrors: false });
  const lineOf = (path: readonly (string | number)[]) => findLine(document, counter, path) + offset;
  if (document.errors.length > 0) {
    return {
      lineOf,
      problems: document.errors.map((failure) => ({
        file,
        line: counter.linePos(failure.pos[0]).line + offset,
        message: `YAML illisible (${failure.code}) : vérifiez les guillemets, les deux-points et l’alignement`,
        severity: 'error',
      })),
    };
  }
  let raw: unknown;
  try {
    raw = document.toJS();
  } catch {
    // Aliases of nothing, or so many that they would fill the memory.
    return {
      lineOf,
      problems: [{ file, line: offset + 1, message: 'YAML illisible : un renvoi (*) ne mène nulle part', severity: 'error' }],
    };
  }
  const parsed = schema.safeParse(raw, { error: frenchMessages });
  if (parsed.success) return { value: parsed.data, raw, problems: [], lineOf };
  return {
    raw,
    lineOf,
    problems: parsed.error.issues.map((issue) => {
      const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
      const culprit = issue.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path;
      return { file, line: lineOf(culprit), message: `${path.join('.') || 'fichier'} : ${sayIssue(issue)}`, severity: 'error' };
    }),
  };
}

function findLine(document: ReturnType<typeof parseDocument>, counter: LineCounter, path: readonly (string | number)[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const holder = document.getIn(path.slice(0, depth - 1), true);
    const last = path[depth - 1];
    // A field is where its name stands; an item of a list, where it begins.
    const named = isMap(holder)
      ? holder.items.find(({ key }) => isScalar(key) && String(key.value) === String(last))?.key
      : undefined;
    const node = named ?? document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  return 1;
}

function sayIssue(issue: {
  code?: string;
  message: string;
  keys?: string[];
  errors?: { path: PropertyKey[]; message: string }[][];
}): string {
  if (issue.code === 'unrecognized_keys') return `champ inconnu : ${(issue.keys ?? []).join(', ')}`;
  if (issue.code !== 'invalid_union' || !issue.errors) return issue.message;
  // The form that fails least is the one that was meant.
  const nearest = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? [];
  return nearest.map((inner) => `${inner.path.join('.')} ${inner.message}`.trim()).join(' ; ') || issue.message;
}
