import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type KbDeps, runKb } from '../../src/cli/kb.js';
import { checkKnowledge } from '../../src/knowledge/check.js';
import { hashKnowledge, type KnowledgeFiles, readKnowledgeFiles } from '../../src/knowledge/load.js';
import { formatProblem } from '../../src/knowledge/problem.js';
import { frontMatterSchema } from '../../src/knowledge/schema.js';
import { createMemoryReleaseStore } from './memory-release-store.js';
import { createSmallBase, createWordDecider, edit, withManifest } from './small-base.js';

const jumelage = 'entries/essai/jumelage.md';
const convention = 'entries/essai/convention.md';

describe('npm run kb', () => {
  let base: Map<string, string>;
  let dir: string;
  let deps: KbDeps;
  before(async () => {
    base = await createSmallBase();
  });
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'passerelle-kb-'));
    deps = {
      knowledgeDir: join(dir, 'knowledge'),
      store: createMemoryReleaseStore(),
      createDecider: createWordDecider,
      now: () => new Date('2026-02-01T12:00:00Z'),
      user: 'ana',
    };
    await writeFolder(base);
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  async function writeFolder(files: KnowledgeFiles): Promise<void> {
    await rm(deps.knowledgeDir, { recursive: true, force: true });
    await mkdir(deps.knowledgeDir, { recursive: true });
    for (const [path, text] of files) {
      await mkdir(dirname(join(deps.knowledgeDir, path)), { recursive: true });
      await writeFile(join(deps.knowledgeDir, path), text);
    }
  }
  const editFolder = async (path: string, change: (text: string) => string) =>
    writeFolder(edit(await readKnowledgeFiles(deps.knowledgeDir), path, change));
  const folderHash = async () => hashKnowledge(await readKnowledgeFiles(deps.knowledgeDir));
  async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await runKb(args, { out: (line) => out.push(line), err: (line) => err.push(line) }, deps);
    return { code, out: out.join('\n'), err: err.join('\n') };
  }
  async function succeed(...args: string[]): Promise<string> {
    const { code, out, err } = await run(...args);
    expect(code, `${args.join(' ')}\n${out}\n${err}`).to.equal(0);
    return out;
  }

  it('explains itself, and what it does not understand', async () => {
    const help = await succeed('--help');
    for (const command of ['check', 'exam', 'confusions', 'diff', 'publish', 'list', 'rollback', 'export', 'import'])
      expect(help).to.contain(`  ${command}`);
    expect(await run()).to.include({ code: 2 });
    expect(await run('chek')).to.deep.include({ code: 2, out: '' });
    expect((await run('toString')).code).to.equal(2);
    expect((await run('check', '--tout')).err).to.match(/Option inconnue.*--tout/);
    expect((await run('publish', '--why')).err).to.match(/--why/);
  });

  it('check: problems with file and line, exit code, JSON', async () => {
    expect(await succeed('check')).to.match(/Aucune erreur, \d+ point/);
    await editFolder(jumelage, (text) => text.replace('2026-01-15', 'hier'));
    const { code, err } = await run('check');
    expect(code).to.equal(1);
    expect(err).to.contain(`${jumelage}:6 : `).and.contain('1 erreur(s)');
    const json = await run('check', '--json');
    expect(json.code).to.equal(1);
    expect(JSON.parse(json.out)).to.deep.include({ ok: false });
  });

  it('exam and confusions of the folder and of a release', async () => {
    await editFolder(
      'evaluation/essai.yaml',
      (text) => `${text}- q: "xyzzy"\n  entry: jumelage\n- q: "plugh"\n  entry: jumelage\n`,
    );
    expect(await succeed('exam'))
      .to.contain('10 sur 12 (83,3 %)')
      .and.contain('« xyzzy » : attendu fiche jumelage, obtenu fallback');
    expect(await succeed('confusions')).to.contain('2 fois : attendu fiche jumelage, obtenu fallback');
    expect((await run('exam', '--min', '80')).code).to.equal(0);
    expect(await run('exam', '--min', '90')).to.deep.include({ code: 1, err: 'Moins de 90 % : examen manqué.' });
    expect(JSON.parse(await succeed('exam', '--json'))).to.deep.include({ lines: 12, passed: 10 });
    await succeed('publish');
    expect(await succeed('exam', '2026.1.1')).to.contain('10 sur 12');
    expect(await run('exam', '2025.1.1')).to.deep.include({ code: 1 });
  });

  it('publish, list, diff, rollback: the life of a change', async () => {
    expect(await succeed('publish')).to.contain('Version 2026.1.1 publiée et active');
    expect(await run('publish')).to.deep.include({
      code: 1,
      err: 'Rien à publier : le dossier est la version 2026.1.1, qui est active.',
    });
    await editFolder(jumelage, (text) =>
      text.replace('deux villes', 'deux communes').replace('"jumelés depuis trente ans"', '"vieux jumelés"'),
    );
    expect(await succeed('diff'))
      .to.contain('fiche modifiée : jumelage')
      .and.match(/avant : .*deux villes/)
      .and.match(/après : .*deux communes/)
      .and.match(/formulations\n +avant : jumelés depuis trente ans\n +après : vieux jumelés/);
    expect((await run('publish')).err).to.contain('--why');
    expect(await succeed('publish', '--why', 'communes plutôt que villes', '--who', 'Zoé')).to.contain(
      'Version 2026.2.1 publiée',
    );
    expect(await readFile(join(deps.knowledgeDir, 'manifest.yaml'), 'utf8'))
      .to.contain('version: 2026.2.1')
      .and.contain('basedOn: 2026.1.1')
      .and.contain('communes plutôt que villes');
    await editFolder(jumelage, (text) => text.replace('deux communes', 'deux cités'));
    expect(await succeed('publish', '--why', 'bis')).to.contain('Version 2026.2.1-2 publiée');
    const list = await succeed('list');
    expect(list)
      .to.match(/→ 2026\.2\.1-2/)
      .and.match(/Zoé {2}communes plutôt que villes/)
      .and.contain('ana  bis');
    expect(await succeed('rollback', '--why', 'coquille')).to.contain('Version 2026.2.1 active (avant : 2026.2.1-2)');
    expect(await succeed('rollback', '2026.1.1')).to.contain('Version 2026.1.1 active');
    expect(await deps.store.active()).to.equal('2026.1.1');
    expect((await deps.store.journal()).map(({ version }) => version)).to.deep.equal([
      '2026.1.1',
      '2026.2.1',
      '2026.2.1-2',
      '2026.2.1',
      '2026.1.1',
    ]);
    expect((await run('rollback', '2026.1.1')).err).to.contain('déjà active');
    expect((await run('rollback', '2020.1.1')).err).to.contain('n’existe pas');
    expect(await succeed('diff', '2026.2.1', '2026.2.1-2')).to.match(/après : .*deux cités/);
    expect(JSON.parse(await succeed('list', '--json'))).to.deep.include({ active: '2026.1.1' });
    expect((await run('publish')).err).to.contain('rollback 2026.2.1-2');
  });

  it('publishes the correction of a release that was rolled back', async () => {
    await succeed('publish');
    await editFolder(jumelage, (text) => text.replace('deux villes', 'deux vilains'));
    await succeed('publish', '--why', 'coquille');
    await succeed('rollback');
    await editFolder(jumelage, (text) => text.replace('deux vilains', 'deux communes'));
    expect(await succeed('publish', '--why', 'corrigé')).to.contain('2026.2.1-2 publiée');
    expect(await deps.store.find('2026.2.1-2')).to.deep.include({ basedOn: '2026.1.1' });
  });

  it('publish refuses lost lines, errors, and asks for a reason that it keeps', async () => {
    await succeed('publish');
    await editFolder(jumelage, (text) => text.replace('"serment entre maires"', '"lien durable"'));
    const refused = await run('publish', '--why', 'essai');
    expect(refused).to.deep.include({ code: 1 });
    expect(refused.err).to.contain('perdue : « nos maires ont prêté serment »').and.contain('--override');
    expect(await deps.store.list()).to.have.length(1);
    expect(await readFile(join(deps.knowledgeDir, 'manifest.yaml'), 'utf8')).to.contain('2026.1.1');
    expect(await succeed('publish', '--why', 'essai', '--override', 'assumé')).to.contain(
      'malgré 1 ligne(s) perdue(s) : « assumé »',
    );
    expect(await succeed('list')).to.contain('malgré 1 ligne(s) perdue(s) : assumé');
    await editFolder(jumelage, (text) => text.replace('2026-01-15', 'hier'));
    expect((await run('publish', '--why', 'essai')).err).to.contain(`${jumelage}:6`);
  });

  for (const format of ['json', 'csv']) {
    it(`export → import (${format}): same hash, in an empty folder and in the same one`, async () => {
      const hash = await folderHash();
      const file = join(dir, `export.${format}`);
      await succeed('publish');
      await succeed('export', '2026.1.1', '--format', format, '--output', file);
      expect(await succeed('import', file)).to.contain('Rien à changer');
      await writeFolder(new Map());
      await succeed('import', file);
      expect(await folderHash()).to.equal(hash);
      expect(await folderHash()).to.equal((await deps.store.find('2026.1.1'))?.hash);
      await succeed('check');
    });
  }

  it('a spreadsheet’s edit comes back as the edit of one entry', async () => {
    await succeed('publish');
    const file = join(dir, 'base.csv');
    await succeed('export', '--output', file);
    await writeFile(file, (await readFile(file, 'utf8')).replace('deux villes', 'deux communes'));
    expect(await succeed('import', file, '--dry-run'))
      .to.contain(`~ ${jumelage}`)
      .and.contain('rien n’a été écrit');
    expect(await folderHash()).to.equal(hashKnowledge(base));
    expect(await succeed('import', file)).to.contain('1 fichier(s)');
    expect(await succeed('diff')).to.match(/après : .*deux communes/);
  });

  /** The folder as 2026.1.1, then a release 2026.1.20 on it that says « deux cités ». */
  async function publishElsewhere(): Promise<void> {
    await succeed('publish');
    await writeFolder(
      withManifest(
        edit(base, jumelage, (text) => text.replace('deux villes', 'deux cités')),
        '2026.1.20',
        '2026.1.1',
      ),
    );
    await succeed('publish');
  }

  it('import reunites the folder with a release made elsewhere, then it may be published', async () => {
    await publishElsewhere();
    await writeFolder(
      withManifest(
        edit(base, convention, (text) => text.replace('Le document', 'Le texte')),
        '2026.1.25',
        '2026.1.1',
      ),
    );
    const refused = await run('publish', '--why', 'essai');
    expect(refused.err).to.contain('part de 2026.1.1, or la version active est 2026.1.20').and.contain('import 2026.1.20');
    expect(await succeed('import', '2026.1.20'))
      .to.contain('Version commune : 2026.1.1')
      .and.contain(`~ ${jumelage}`)
      .and.not.contain(`~ ${convention}`);
    expect(await succeed('publish')).to.contain('Version 2026.1.25 publiée');
    const files = await deps.store.readFiles('2026.1.25');
    expect(files.get(jumelage)).to.contain('deux cités');
    expect(files.get(convention)).to.contain('Le texte');
    expect(await deps.store.find('2026.1.25')).to.deep.include({ basedOn: '2026.1.20' });
  });

  it('import of a release into a folder that was edited since another: a new name', async () => {
    await publishElsewhere();
    await writeFolder(edit(base, convention, (text) => text.replace('Le document', 'Le texte')));
    await succeed('import', '2026.1.20');
    expect(await succeed('publish')).to.contain('Version 2026.2.1 publiée');
    expect(await deps.store.find('2026.2.1')).to.deep.include({ basedOn: '2026.1.20' });
  });

  it('import writes nothing while there are conflicts', async () => {
    await succeed('publish');
    const file = join(dir, 'export.json');
    await editFolder(jumelage, (text) => text.replace('deux villes', 'deux cités'));
    await succeed('export', '--output', file);
    await writeFolder(edit(base, jumelage, (text) => text.replace('deux villes', 'deux communes')));
    const before = await folderHash();
    const refused = await run('import', file);
    expect(refused.code).to.equal(1);
    expect(refused.err)
      .to.contain(`conflit  ${jumelage} (answer)`)
      .and.contain('deux communes')
      .and.contain('deux cités')
      .and.contain('rien n’a été écrit');
    expect(await folderHash()).to.equal(before);
    await succeed('import', file, '--theirs');
    expect((await readKnowledgeFiles(deps.knowledgeDir)).get(jumelage)).to.contain('deux cités');
    expect((await run('import', file, '--ours', '--theirs')).code).to.equal(2);
  });

  it('import of question-answer pairs makes drafts that the check will not let through', async () => {
    const file = join(dir, 'qna.tsv');
    await writeFile(
      file,
      'Question\tAnswer\tSource\tMetadata\nQui paie le voyage ?\tLa commune.\tEditorial\t\nVille jumelle\tX\tEditorial\t\n',
    );
    expect(await succeed('import', file))
      .to.contain('déjà connue')
      .and.contain('1 fiche(s) à compléter');
    expect((await run('check')).err).to.match(
      /entries\/import\/qui-paie-le-voyage\.md:\d+ : utterances : au moins cinq formulations/,
    );
  });

  it('says what cannot be imported or exported', async () => {
    expect((await run('import')).code).to.equal(2);
    expect((await run('import', join(dir, 'nulle-part.json'))).err).to.contain('ne peut pas être lu');
    expect((await run('import', '2020.1.1')).err).to.contain('n’existe pas');
    expect((await run('export', '--format', 'pdf')).err).to.contain('json, csv');
    await writeFile(join(dir, 'x.json'), '{}');
    expect((await run('import', join(dir, 'x.json'))).err).to.contain('export de Passerelle');
  });
});

describe('knowledge/README.md', () => {
  it('has an example that passes the check of the real base', async () => {
    const files = new Map(await readKnowledgeFiles('knowledge'));
    const page = await readFile('knowledge/README.md', 'utf8');
    const examples = [...page.matchAll(/<!-- exemple : (\S+) -->\n```\w+\n([\s\S]*?)```/g)];
    expect(examples.map(([, path]) => path)).to.have.length(3);
    for (const [, path = '', text = ''] of examples) files.set(path, text);
    const added = new Set(examples.map(([, path]) => path));
    expect(
      checkKnowledge(files, new Date('2026-11-22T12:00:00Z'))
        .problems.filter(({ file }) => added.has(file))
        .map(formatProblem),
    ).to.deep.equal([]);
  });

  it('names every field of an entry and every command', async () => {
    const page = await readFile('knowledge/README.md', 'utf8');
    for (const field of Object.keys(frontMatterSchema.shape)) expect(page, field).to.contain(`| \`${field}\` |`);
    for (const command of ['check', 'exam', 'confusions', 'diff', 'publish', 'list', 'rollback', 'export', 'import'])
      expect(page, command).to.contain(command);
  });
});
