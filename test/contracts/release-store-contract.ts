import { expect } from 'chai';
import {
  ActivationConflictError,
  type Release,
  ReleaseExistsError,
  ReleaseMissingError,
  type ReleaseStore,
} from '../../src/knowledge/release-store.js';

export function createRelease(version: string, change: Partial<Release> = {}): Release {
  return {
    version,
    hash: `hash of ${version}`,
    createdAt: '2026-01-15T10:00:00.000Z',
    who: 'Ana',
    why: `pourquoi ${version}`,
    basedOn: null,
    files: new Map([
      ['entries/a/é.md', 'texte\r\nà « garder »'],
      ['manifest.yaml', `version: ${version}`],
    ]),
    compiled: Uint8Array.from({ length: 1000 }, (_, index) => index % 256),
    ...change,
  };
}

const by = (version: string) => ({ version, at: '2026-01-15T11:00:00.000Z', who: 'Ana', why: `active ${version}` });

async function catchError(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** What every `ReleaseStore` does; `another` opens the same store as another process would. */
export function itKeepsTheReleaseStoreContract(
  open: () => Promise<{ store: ReleaseStore; another(): ReleaseStore; close(): Promise<void> }>,
): void {
  let opened: Awaited<ReturnType<typeof open>>;
  let store: ReleaseStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.close());

  it('is empty at first', async () => {
    expect(await store.list()).to.deep.equal([]);
    expect(await store.active()).to.equal(undefined);
    expect(await store.journal()).to.deep.equal([]);
    expect(await store.find('2026.1.1')).to.equal(undefined);
  });

  it('gives back what was added, byte for byte, here and elsewhere', async () => {
    const release = createRelease('2026.1.1', { overridden: { reason: 'exprès', lines: ['une ligne'] } });
    await store.add(release);
    for (const each of [store, opened.another()]) {
      const { files, compiled, ...record } = release;
      expect(await each.find('2026.1.1')).to.deep.equal(record);
      expect(new Map(await each.readFiles('2026.1.1'))).to.deep.equal(new Map(files));
      expect(Buffer.from(await each.readCompiled('2026.1.1')).equals(Buffer.from(compiled))).to.equal(true);
    }
  });

  it('lists by version, numbers of a day in their order', async () => {
    for (const version of ['2026.1.2', '2026.1.10', '2026.1.2-2', '2025.12.31', '2026.1.2-10'])
      await store.add(createRelease(version));
    expect((await store.list()).map(({ version }) => version)).to.deep.equal([
      '2025.12.31',
      '2026.1.2',
      '2026.1.2-2',
      '2026.1.2-10',
      '2026.1.10',
    ]);
  });

  it('never changes a release: a name is taken once, even by two at the same time', async () => {
    const both = await Promise.allSettled([
      store.add(createRelease('2026.1.1', { why: 'l’un' })),
      opened.another().add(createRelease('2026.1.1', { why: 'l’autre' })),
    ]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
    const refused = both.find((result) => result.status === 'rejected');
    expect(refused?.reason).to.be.instanceOf(ReleaseExistsError);
    const kept = await store.find('2026.1.1');
    expect(await catchError(() => store.add(createRelease('2026.1.1', { why: 'encore' })))).to.be.instanceOf(ReleaseExistsError);
    expect(await store.find('2026.1.1')).to.deep.equal(kept);
    expect(await store.list()).to.have.length(1);
  });

  it('replaces the compiled form only', async () => {
    await store.add(createRelease('2026.1.1'));
    await store.replaceCompiled('2026.1.1', Uint8Array.of(1, 2, 3));
    expect([...(await opened.another().readCompiled('2026.1.1'))]).to.deep.equal([1, 2, 3]);
    expect(await store.readFiles('2026.1.1')).to.have.property('size', 2);
  });

  it('points to a release and keeps the journal', async () => {
    for (const version of ['2026.1.1', '2026.1.2']) {
      await store.add(createRelease(version));
      expect(await store.active(), 'adding does not activate').to.not.equal(version);
      await store.activate(by(version));
      expect(await opened.another().active()).to.equal(version);
    }
    await store.activate(by('2026.1.1'));
    expect(await opened.another().active()).to.equal('2026.1.1');
    expect(await store.journal()).to.deep.equal([by('2026.1.1'), by('2026.1.2'), by('2026.1.1')]);
  });

  it('knows nothing of releases that are not there', async () => {
    for (const action of [
      () => store.activate(by('2026.1.1')),
      () => store.readFiles('2026.1.1'),
      () => store.readCompiled('2026.1.1'),
      () => store.replaceCompiled('2026.1.1', Uint8Array.of(1)),
      () => store.readFiles('../../etc'),
    ]) {
      expect(await catchError(action)).to.be.instanceOf(ReleaseMissingError);
    }
    expect(await store.active()).to.equal(undefined);
  });

  it('refuses to activate when the active release is not the expected one', async () => {
    for (const version of ['2026.1.1', '2026.1.2']) await store.add(createRelease(version));
    await store.activate(by('2026.1.1'), { expected: undefined });
    expect(await catchError(() => store.activate(by('2026.1.2'), { expected: undefined }))).to.be.instanceOf(
      ActivationConflictError,
    );
    expect(await catchError(() => store.activate(by('2026.1.2'), { expected: '2026.1.2' }))).to.be.instanceOf(
      ActivationConflictError,
    );
    expect(await store.active()).to.equal('2026.1.1');
    await store.activate(by('2026.1.2'), { expected: '2026.1.1' });
    expect(await store.active()).to.equal('2026.1.2');
  });

  it('tells watchers of an activation made elsewhere, until they stop', async () => {
    for (const version of ['2026.1.1', '2026.1.2']) await store.add(createRelease(version));
    await store.activate(by('2026.1.1'));
    let stop: () => void = () => undefined;
    const seen = new Promise<void>((resolve, reject) => {
      stop = store.watch(() => {
        store.active().then((version) => {
          if (version === '2026.1.2') resolve();
        }, reject);
      });
    });
    await opened.another().activate(by('2026.1.2'));
    await seen;
    stop();
  });

  it('readers never see half a release nor a pointer into the void', async () => {
    await store.add(createRelease('2026.1.1'));
    await store.activate(by('2026.1.1'));
    const reader = opened.another();
    let done = false;
    const read = async () => {
      let reads = 0;
      while (!done) {
        const version = await reader.active();
        if (version === undefined) throw new Error('no active release');
        const [files, compiled, record] = await Promise.all([
          reader.readFiles(version),
          reader.readCompiled(version),
          reader.find(version),
        ]);
        expect(files.get('manifest.yaml')).to.equal(`version: ${version}`);
        expect(compiled).to.have.length(1000);
        expect(record?.version).to.equal(version);
        for (const listed of await reader.list()) expect(listed.hash).to.equal(`hash of ${listed.version}`);
        reads++;
      }
      return reads;
    };
    const readers = [read(), read(), read()];
    for (let day = 2; day <= 12; day++) {
      await store.add(createRelease(`2026.1.${day}`));
      await store.activate(by(`2026.1.${day}`));
    }
    done = true;
    for (const reads of await Promise.all(readers)) expect(reads).to.be.greaterThan(0);
  });
}
