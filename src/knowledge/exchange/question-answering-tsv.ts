import { toKey } from '../collisions.js';
import type { Content } from '../read-content.js';
import type { Entry, Source } from '../schema.js';
import { parseCsv } from './csv.js';

/** What a custom question answering export becomes. */
export interface QuestionAnswers {
  /** Drafts: complete as to the format of the files, not as to what the check asks (five utterances, a title that says something). */
  entries: Entry[];
  sources: Source[];
  /** Questions that entries have already: nothing is made of their rows. */
  known: { question: string; entry: string }[];
  error?: string;
}

/**
 * Reads the TSV of custom question answering (columns Question, Answer, Source, Metadata, SuggestedQuestions, IsContextOnly,
 * Prompts, QnaId): rows with one QnaId, or else one answer, are the questions of one entry. Prompts become follow-ups; suggested
 * questions, which nobody accepted, are left out. Nobody checked these answers: they are due for review from the day they come in.
 * @param day ISO date of the import
 */
export function readQuestionAnsweringTsv(text: string, content: Content, day: string): QuestionAnswers {
  const [head = [], ...rows] = parseCsv(text, '\t');
  const column = (name: string) => head.findIndex((title) => title.trim().toLowerCase() === name);
  const [question, answer, source, prompts, id] = [
    column('question'),
    column('answer'),
    column('source'),
    column('prompts'),
    column('qnaid'),
  ];
  if (question < 0 || answer < 0)
    return {
      entries: [],
      sources: [],
      known: [],
      error: 'les colonnes « Question » et « Answer » sont attendues, séparées par des tabulations',
    };
  const groups = new Map<string, { questions: string[]; answer: string; source: string; prompts: string }>();
  for (const row of rows) {
    if (!row[question]?.trim()) continue;
    const key = (id >= 0 && row[id]) || row[answer] || '';
    const group = groups.get(key) ?? {
      questions: [],
      answer: toMarkdown(row[answer] ?? ''),
      source: row[source] ?? '',
      prompts: row[prompts] ?? '',
    };
    group.questions.push(row[question].trim());
    groups.set(key, group);
  }
  const result: QuestionAnswers = { entries: [], sources: [], known: [] };
  const phrases = new Map(
    content.entries.flatMap(({ value }) =>
      [value.title, value.question, ...value.utterances].map((phrase) => [toKey(phrase), value.id] as const),
    ),
  );
  const taken = new Set([...content.entryIds, ...content.sources.map(({ value }) => value.id)]);
  const idOf = new Map<string, string>();
  for (const [key, group] of groups) {
    const twin = group.questions.find((phrase) => phrases.has(toKey(phrase)));
    if (twin !== undefined) result.known.push({ question: twin, entry: phrases.get(toKey(twin)) ?? '' });
    else idOf.set(key, toId(group.questions[0] ?? '', taken));
  }
  for (const [key, group] of groups) {
    const entryId = idOf.get(key);
    if (entryId === undefined) continue;
    const [first = '', ...others] = group.questions;
    const followUps = readPrompts(group.prompts)
      .flatMap((prompt) => idOf.get(prompt) ?? [])
      .filter((target) => target !== entryId)
      .slice(0, 3);
    result.entries.push({
      id: entryId,
      theme: 'import',
      title: first.slice(0, 45),
      question: first.slice(0, 140),
      facts: [],
      sources: [addSource(group.source, result.sources, taken)],
      checkedOn: day,
      reviewBy: day,
      followUps,
      related: [],
      utterances: others,
      answer: group.answer,
      details: '',
      forProfile: [],
    });
  }
  return result;
}

/** Cells have line breaks as \n. A heading would break the entry's own. */
const toMarkdown = (cell: string) =>
  cell
    .replaceAll('\\n', '\n')
    .replace(/^#{1,6} *(.{1,300})$/gm, '**$1**')
    .trim();

function readPrompts(cell: string): string[] {
  try {
    const prompts: unknown = JSON.parse(cell);
    return Array.isArray(prompts)
      ? prompts.flatMap((prompt: { qnaId?: unknown }) => (prompt?.qnaId === undefined ? [] : String(prompt.qnaId)))
      : [];
  } catch {
    return [];
  }
}

function addSource(name: string, sources: Source[], taken: Set<string>): string {
  const title = name.trim().length >= 3 ? name.trim() : 'Import sans source indiquée';
  const known = sources.find((source) => source.title === title);
  if (known) return known.id;
  const url = /^https?:\/\/\S+$/.test(title) ? { url: title } : {};
  const source = {
    id: toId(`import ${title.replace(/^https?:\/\//, '')}`, taken),
    title,
    publisher: 'à préciser',
    date: null,
    ...url,
  };
  sources.push(source);
  return source.id;
}

function toId(text: string, taken: Set<string>): string {
  const plain =
    toKey(text)
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 40)
      .replace(/^-|-$/g, '') || 'fiche';
  let id = plain;
  for (let number = 2; taken.has(id); number++) id = `${plain}-${number}`;
  taken.add(id);
  return id;
}
