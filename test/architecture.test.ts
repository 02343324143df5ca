import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * The import table: which rooms a room may import from. `app`, `index`, `cli` and `config` are single files of src.
 * `errors`, `logger`, `metrics` are vocabulary that every room but the pure ones may use.
 */
const vocabulary = ['errors', 'logger', 'metrics', 'http'];
const allowed: Record<string, readonly string[]> = {
  language: [],
  knowledge: ['language', ...vocabulary],
  geography: ['language', 'knowledge'],
  transcripts: ['knowledge', 'dialogs', ...vocabulary],
  dialogs: ['language', 'knowledge', 'geography', 'errors'],
  /** Council sheets are data that the conversation composes; this room keeps them for a time. */
  sheets: ['dialogs', ...vocabulary],
  /** Microsoft's recognizers, in a thread: a library with a state and a price, so not in the pure `language`; dialogs see a port. */
  recognizers: ['language', ...vocabulary],
  storage: ['language', 'transcripts', 'sheets', 'dialogs', 'knowledge', 'directline', 'console', ...vocabulary],
  bot: ['dialogs', 'transcripts', 'knowledge', ...vocabulary],
  teams: ['dialogs', 'transcripts', 'knowledge', 'bot', ...vocabulary],
  directline: ['dialogs', 'transcripts', 'knowledge', 'bot', ...vocabulary],
  /** `widget`: only its view of Markdown, so that a page shows a reply as the chat does. */
  console: ['language', 'dialogs', 'transcripts', 'knowledge', 'privacy', 'widget', ...vocabulary],
  server: [...vocabulary],
  /** What is kept of people, for how long, and how it is let go. */
  privacy: ['config', 'transcripts', 'sheets', ...vocabulary],
  site: ['config', 'sheets', 'dialogs', 'privacy', ...vocabulary],
  widget: [],
  build: [],
  http: [],
};
/** May import everything. */
const joiners = new Set([
  'app',
  'index',
  'cli',
  'config',
  'keys',
  'errors',
  'logger',
  'metrics',
  'assets',
  'knowledge-tools',
  'privacy-tools',
]);

interface SourceFile {
  path: string;
  room: string;
  text: string;
  imports: string[];
}

function readSources(): SourceFile[] {
  return ['src', 'dialogs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile() && /\.tsx?$/.test(item.name))
      .map((item) => {
        const path = relative(root, join(item.parentPath, item.name));
        const text = readFileSync(join(root, path), 'utf8');
        const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '');
        return { path, room: roomOf(path), text, imports };
      }),
  );
}

function roomOf(path: string): string {
  const parts = path.split('/');
  if (parts[0] === 'dialogs') return 'dialogs';
  return (parts[1] ?? '').replace(/\.tsx?$/, '');
}

describe('architecture', () => {
  const sources = readSources();

  it('finds the sources', () => {
    expect(sources.length).to.be.greaterThan(40);
  });

  it('imports go one way', () => {
    const wrong = sources.flatMap(({ path, room, imports }) => {
      if (joiners.has(room)) return [];
      const table = allowed[room];
      if (!table) return [`${path}: the room « ${room} » is not in the table`];
      return imports
        .filter((name) => name.startsWith('.'))
        .map((name) => roomOf(relative(root, resolve(root, dirname(path), name)).replace(/\.js$/, '.ts')))
        .filter((target) => target !== room && !table.includes(target))
        .map((target) => `${path} imports from ${target}`);
    });
    expect(wrong).to.deep.equal([]);
  });

  const onlyIn = (what: string, match: (source: SourceFile) => boolean, rooms: readonly string[]) =>
    it(`${what} only in ${rooms.join(', ')}`, () => {
      const users = sources.filter(match);
      expect(users, `${what} is used somewhere`).not.to.have.length(0);
      expect(users.filter(({ room }) => !rooms.includes(room)).map(({ path }) => path)).to.deep.equal([]);
    });
  const importing = (name: string) => (source: SourceFile) =>
    source.imports.some((imported) => imported === name || imported.startsWith(`${name}/`));

  onlyIn('process.env', ({ text }) => /process\.env/.test(text), ['config']);
  onlyIn('restify', importing('restify'), ['server']);
  onlyIn('ws', importing('ws'), ['server']);
  onlyIn('lowdb', importing('lowdb'), ['storage']);
  onlyIn('pg', importing('pg'), ['storage']);
  onlyIn('the recognizers', ({ text }) => /['"]@microsoft\/recognizers-text-suite['"]/.test(text), ['recognizers']);
  onlyIn('botbuilder', importing('botbuilder'), ['dialogs', 'bot', 'teams', 'directline', 'storage', 'transcripts', 'app']);

  it('pure rooms import no bot, HTTP or storage library', () => {
    const wrong = sources
      .filter(({ room }) => ['language', 'geography', 'knowledge'].includes(room))
      .filter(({ imports }) => imports.some((name) => /^(?:botbuilder|restify|lowdb|pg|pino|node:http)/.test(name)));
    expect(wrong.map(({ path }) => path)).to.deep.equal([]);
  });
});
