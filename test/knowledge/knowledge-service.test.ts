import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { PasserelleError } from '../../src/errors.js';
import { createKnowledgeService, type KnowledgeService } from '../../src/knowledge/knowledge-service.js';
import { hashKnowledge, type KnowledgeFiles } from '../../src/knowledge/load.js';
import { openRelease } from '../../src/knowledge/open-release.js';
import { publishRelease } from '../../src/knowledge/publish.js';
import type { ReleaseStore } from '../../src/knowledge/release-store.js';
import { itKeepsTheReleaseStoreContract } from '../contracts/release-store-contract.js';
import { createMemoryReleaseStore, SharedReleases } from './memory-release-store.js';
import { createSmallBase, createWordDecider, edit, withManifest } from './small-base.js';

const jumelage = 'entries/essai/jumelage.md';
const now = () => new Date('2026-02-01T12:00:00Z');
/** The line « nos maires ont prêté serment » is then lost. */
const withoutOath = (files: KnowledgeFiles) =>
  edit(files, jumelage, (text) => text.replace('"serment entre maires"', '"lien durable"'));

describe('memory release store', () => {
  itKeepsTheReleaseStoreContract(async () => {
    const shared = new SharedReleases();
    return {
      store: createMemoryReleaseStore(shared),
      another: () => createMemoryReleaseStore(shared),
      close: async () => undefined,
    };
  });
});

describe('KnowledgeService', () => {
  let base: Map<string, string>;
  let dir: string;
  let shared: SharedReleases;
  let store: ReleaseStore;
  let said: string[];
  const services: KnowledgeService[] = [];

  before(async () => {
    base = await createSmallBase();
  });
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'passerelle-knowledge-'));
    shared = new SharedReleases();
    store = createMemoryReleaseStore(shared);
    said = [];
  });
  afterEach(async () => {
    for (const service of services.splice(0)) await service.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const writeFolder = async (files: KnowledgeFiles) => {
    await rm(dir, { recursive: true, force: true });
    for (const [path, text] of files) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), text);
    }
  };
  const createService = (on = store) => {
    const service = createKnowledgeService({
      store: on,
      knowledgeDir: dir,
      now,
      createDecider: createWordDecider,
      say: (line) => said.push(line),
    });
    services.push(service);
    return service;
  };
  const start = async () => {
    const service = createService();
    await service.start();
    return service;
  };
  const publish = async (files: KnowledgeFiles, override?: string) => {
    const version = await store.active();
    const running = version === undefined ? undefined : await openRelease(store, version);
    return publishRelease(
      { files, running, who: 'Ana', why: 'essai', override },
      { store, now, createDecider: createWordDecider },
    );
  };
  const catchError = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('starts beside another one that publishes the same folder at that moment', async () => {
    await writeFolder(base);
    const [a, b] = [createService(createMemoryReleaseStore(shared)), createService(createMemoryReleaseStore(shared))];
    await Promise.all([a.start(), b.start()]);
    expect(b.active().version).to.equal(a.active().version);
    expect(await store.journal()).to.have.length(1);
  });

  it('publishes the folder at the first start, and answers', async () => {
    await writeFolder(base);
    const service = createService();
    expect(service.ready).to.equal(false);
    expect(() => service.active()).to.throw(PasserelleError, /E_KNOWLEDGE_NONE/);
    await service.start();
    expect(service.ready).to.equal(true);
    const { version, base: known, understand } = service.active();
    expect(version).to.equal('2026.1.1');
    expect(known.entries.size).to.equal(3);
    expect(understand('jumelage').candidates[0]?.label).to.equal('jumelage');
    const record = await store.find('2026.1.1');
    expect(record).to.deep.include({ hash: hashKnowledge(base), who: 'démarrage', why: 'essai', basedOn: null });
    expect(record?.exam).to.deep.include({ lines: 10, passed: 10 });
    expect((await store.journal()).map((line) => line.version)).to.deep.equal(['2026.1.1']);
  });

  it('refuses to start when nothing can answer, saying why', async () => {
    await writeFolder(edit(base, jumelage, (text) => text.replace('2026-01-15', 'hier')));
    const error = await catchError(createService().start());
    expect(error).to.be.instanceOf(PasserelleError).with.property('code', 'E_KNOWLEDGE');
    expect(String(error)).to.contain(`${jumelage}:6`);
    await rm(dir, { recursive: true });
    expect(await catchError(createService().start())).to.have.property('code', 'E_KNOWLEDGE');
  });

  it('starts again without learning anew, folder or not', async () => {
    await writeFolder(base);
    await start();
    const compiled = await store.readCompiled('2026.1.1');
    await rm(dir, { recursive: true });
    const service = await start();
    expect(service.active().version).to.equal('2026.1.1');
    expect(await store.readCompiled('2026.1.1')).to.equal(compiled);
    expect(await store.journal()).to.have.length(1);
  });

  it('learns anew when the stored form is of another engine', async () => {
    await writeFolder(base);
    await start();
    for (const bytes of [
      Uint8Array.of(),
      Uint8Array.of(1, 2, 3),
      new Uint8Array(5000),
      new Uint8Array([16, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode('{"version":0}'.padEnd(2000))]),
    ]) {
      await store.replaceCompiled('2026.1.1', bytes);
      const service = await start();
      expect(service.active().understand('subvention').candidates[0]?.label).to.equal('subvention');
      expect((await store.readCompiled('2026.1.1')).length).to.be.greaterThan(10_000);
    }
  });

  it('says in a known error that the active release can be read no more', async () => {
    await writeFolder(base);
    await start();
    const release = shared.releases.get('2026.1.1');
    if (!release) throw new Error('no release');
    shared.releases.set('2026.1.1', {
      ...release,
      compiled: Uint8Array.of(),
      files: edit(base, jumelage, (text) => text.replace('2026-01-15', 'hier')),
    });
    const error = await catchError(createService().start());
    expect(error).to.have.property('code', 'E_KNOWLEDGE');
    expect(String(error)).to.contain('ne peut plus être lue').and.contain(`${jumelage}:6`);
  });

  it('publishes a newer folder that was made from the active release', async () => {
    await writeFolder(base);
    await start();
    await writeFolder(
      withManifest(
        edit(base, jumelage, (text) => text.replace('deux villes', 'deux communes')),
        '2026.1.2',
        '2026.1.1',
      ),
    );
    const service = await start();
    expect(service.active().version).to.equal('2026.1.2');
    expect(service.active().base.entries.get('jumelage')?.answer).to.contain('deux communes');
  });

  it('an upgrade does not overwrite a release made elsewhere: it stays, and the difference is printed', async () => {
    await writeFolder(base);
    await start();
    await publish(
      withManifest(
        edit(base, jumelage, (text) => text.replace('deux villes', 'deux cités')),
        '2026.1.5',
        '2026.1.1',
      ),
    );
    await writeFolder(
      withManifest(
        edit(base, 'entries/essai/convention.md', (text) => text.replace('Le document', 'Le texte')),
        '2026.2.1',
        '2026.1.1',
      ),
    );
    said = [];
    const service = await start();
    expect(service.active().version).to.equal('2026.1.5');
    expect(await store.find('2026.2.1')).to.equal(undefined);
    expect(said.join('\n'))
      .to.contain('2026.2.1')
      .and.contain('2 fiche(s) modifiée(s) : convention, jumelage')
      .and.contain('import 2026.1.5');
  });

  it('says nothing of an older folder, and tells edits that are not published', async () => {
    await writeFolder(base);
    await start();
    await publish(withManifest(base, '2026.1.5', '2026.1.1'));
    for (const service of services.splice(0)) await service.stop();
    said = [];
    expect((await start()).active().version).to.equal('2026.1.5');
    expect(said).to.deep.equal(['Base de connaissances 2026.1.5 : 3 fiches.']);
    await writeFolder(
      edit(withManifest(base, '2026.1.5', '2026.1.1'), jumelage, (text) => text.replace('deux villes', 'deux cités')),
    );
    await start();
    expect(said.join('\n')).to.contain('a changé depuis la version 2026.1.5').and.contain('jumelage').and.contain('publish');
  });

  it('keeps the running release when the new folder fails its check or its exam, and says why', async () => {
    await writeFolder(base);
    await start();
    await writeFolder(
      withManifest(
        edit(base, jumelage, (text) => text.replace('2026-01-15', 'hier')),
        '2026.1.2',
        '2026.1.1',
      ),
    );
    expect((await start()).active().version).to.equal('2026.1.1');
    expect(said.join('\n')).to.contain('refusée').and.contain(`${jumelage}:6`);
    said = [];
    await writeFolder(withManifest(withoutOath(base), '2026.1.2', '2026.1.1'));
    expect((await start()).active().version).to.equal('2026.1.1');
    expect(said.join('\n'))
      .to.contain('refusée')
      .and.contain('nos maires ont prêté serment')
      .and.contain('2026.1.1 reste active');
    expect((await store.list()).map(({ version }) => version)).to.deep.equal(['2026.1.1']);
  });

  it('does not publish again a release that was left, and resumes one that was cut short', async () => {
    await writeFolder(base);
    const service = await start();
    await writeFolder(withManifest(base, '2026.1.2', '2026.1.1'));
    await start();
    await service.activate('2026.1.1', { who: 'Ana', why: 'erreur' });
    said = [];
    expect((await start()).active().version).to.equal('2026.1.1');
    expect(said.join('\n')).to.contain('publiée puis quittée');
    // The power failed between storing and activating.
    shared.journal.splice(0);
    expect((await start()).active().version).to.equal('2026.1.2');
    expect((await store.journal()).at(-1)).to.deep.include({ version: '2026.1.2' });
  });

  it('activates without losing a turn in flight, and tells listeners', async () => {
    await writeFolder(base);
    const service = await start();
    const turn = service.active();
    await publish(
      withManifest(
        edit(base, jumelage, (text) => text.replace('deux villes', 'deux cités')),
        '2026.1.2',
        '2026.1.1',
      ),
    );
    const heard: string[] = [];
    const stop = service.onChange(({ version }) => heard.push(version));
    await service.activate('2026.1.2', { who: 'Ana', why: 'essai' });
    expect(service.active().version).to.equal('2026.1.2');
    expect(turn.version).to.equal('2026.1.1');
    expect(turn.base.entries.get('jumelage')?.answer).to.contain('deux villes');
    expect(turn.understand('jumelage').candidates[0]?.label).to.equal('jumelage');
    stop();
    await service.activate('2026.1.1', { who: 'Ana', why: 'retour' });
    expect(heard.filter((version) => version === '2026.1.1')).to.deep.equal([]);
    expect(heard[0]).to.equal('2026.1.2');
  });

  it('follows publications and rollbacks of another process while turns go on', async () => {
    await writeFolder(base);
    const service = await start();
    const seen = new Set<string>();
    const takeTurns = () => {
      for (let turn = 0; turn < 20; turn++) {
        const { version, base: known, understand } = service.active();
        expect(known.manifest.version).to.equal(version);
        expect(understand('une subvention').candidates[0]?.label).to.equal('subvention');
        seen.add(version);
      }
    };
    const waitFor = (version: string) =>
      new Promise<void>((resolve) => {
        if (service.active().version === version) resolve();
        const stop = service.onChange((knowledge) => {
          if (knowledge.version !== version) return;
          stop();
          resolve();
        });
      });
    const other = createMemoryReleaseStore(shared);
    for (const version of ['2026.1.2', '2026.1.3']) {
      const running = await openRelease(other, service.active().version);
      const files = withManifest(base, version, running.version);
      const published = publishRelease(
        { files, running, who: 'Ana', why: 'essai' },
        { store: other, now, createDecider: createWordDecider },
      );
      takeTurns();
      expect((await published).outcome).to.equal('published');
      await waitFor(version);
      takeTurns();
    }
    await other.activate({ version: '2026.1.1', at: now().toISOString(), who: 'Ana', why: 'retour' });
    takeTurns();
    await waitFor('2026.1.1');
    takeTurns();
    expect([...seen]).to.have.members(['2026.1.1', '2026.1.2', '2026.1.3']);
  });

  it('goes on answering when what another process activated cannot be loaded', async () => {
    await writeFolder(base);
    const service = await start();
    const { files, compiled, ...record } = {
      ...(await store.find('2026.1.1')),
      files: new Map<string, string>(),
      compiled: new Uint8Array(10),
    };
    await store.add({
      who: '',
      why: '',
      hash: '',
      createdAt: '',
      ...record,
      version: '2026.1.9',
      basedOn: null,
      files,
      compiled,
    });
    await store.activate({ version: '2026.1.9', at: '', who: '', why: '' });
    await service.stop();
    expect(service.active().version).to.equal('2026.1.1');
    expect(said.join('\n')).to.contain('l’ancienne reste active');
  });

  describe('publication', () => {
    it('refuses lost lines, unless somebody gives a reason, which is kept', async () => {
      await publish(base);
      const worse = withManifest(withoutOath(base), '2026.1.2', '2026.1.1');
      const refused = await publish(worse);
      expect(refused.outcome).to.equal('lost');
      expect(refused.outcome === 'lost' && refused.lost.map(({ q }) => q)).to.deep.equal(['nos maires ont prêté serment']);
      expect(await store.active()).to.equal('2026.1.1');
      const accepted = await publish(worse, 'la ligne sera reformulée');
      expect(accepted.outcome).to.equal('published');
      expect(await store.active()).to.equal('2026.1.2');
      expect((await store.find('2026.1.2'))?.overridden).to.deep.equal({
        reason: 'la ligne sera reformulée',
        lines: ['nos maires ont prêté serment'],
      });
      expect((await store.find('2026.1.1'))?.overridden).to.equal(undefined);
    });

    it('does not count as lost what no release ever passed', async () => {
      const unknown = edit(base, 'evaluation/essai.yaml', (text) => `${text}- q: "xyzzy"\n  entry: jumelage\n`);
      await publish(unknown);
      expect((await publish(withManifest(unknown, '2026.1.2', '2026.1.1'))).outcome).to.equal('published');
    });

    it('refuses a base that fails most of its exam', async () => {
      const strange = edit(base, 'evaluation/essai.yaml', (text) =>
        text.replaceAll('entry: convention', 'entry: subvention').replaceAll('entry: jumelage', 'entry: convention'),
      );
      expect((await publish(strange)).outcome).to.equal('weak');
      expect(await store.active()).to.equal(undefined);
      expect((await publish(strange, 'pour voir')).outcome).to.equal('published');
    });

    it('keeps an exam result that goes through JSON', async () => {
      const result = await publish(
        edit(
          base,
          'evaluation/essai.yaml',
          (text) => `${text}- q: "xyzzy"\n  entry: jumelage\n- q: "plugh"\n  entry: jumelage\n`,
        ),
      );
      const exam = result.outcome === 'published' ? result.exam : undefined;
      expect(exam?.misses).to.have.length(2);
      expect(exam?.confusions[0]).to.deep.include({ expected: 'fiche jumelage', got: 'fallback', count: 2 });
      expect(JSON.parse(JSON.stringify(exam))).to.deep.equal(exam);
    });
  });
});
