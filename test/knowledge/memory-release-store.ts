import { compareVersions } from '../../src/knowledge/calver.js';
import {
  type Activation,
  ActivationConflictError,
  type Release,
  ReleaseExistsError,
  ReleaseMissingError,
  type ReleaseStore,
} from '../../src/knowledge/release-store.js';

/** What the memory stores of one test share, as processes share a disk. */
export class SharedReleases {
  readonly releases = new Map<string, Release>();
  readonly journal: Activation[] = [];
  readonly watchers = new Set<() => void>();
}

/** A `ReleaseStore` in memory, held to the same contract as the real ones: for tests of what stands on a store. */
export function createMemoryReleaseStore(shared = new SharedReleases()): ReleaseStore {
  const { releases, journal, watchers } = shared;
  const require = (version: string): Release => {
    const release = releases.get(version);
    if (!release) throw new ReleaseMissingError(version);
    return release;
  };
  const toRecord = ({ files: _files, compiled: _compiled, ...record }: Release) => record;
  return {
    list: async () => [...releases.values()].map(toRecord).sort((a, b) => compareVersions(a.version, b.version)),
    find: async (version) => {
      const release = releases.get(version);
      return release && toRecord(release);
    },
    readFiles: async (version) => require(version).files,
    readCompiled: async (version) => require(version).compiled,
    add: async (release) => {
      if (releases.has(release.version)) throw new ReleaseExistsError(release.version);
      releases.set(release.version, release);
    },
    replaceCompiled: async (version, compiled) => {
      releases.set(version, { ...require(version), compiled });
    },
    active: async () => journal.at(-1)?.version,
    activate: async (activation, when) => {
      require(activation.version);
      const active = journal.at(-1)?.version;
      if (when && when.expected !== active) throw new ActivationConflictError(active);
      journal.push(activation);
      for (const watcher of watchers) watcher();
    },
    journal: async () => [...journal],
    watch: (onChange) => {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
  };
}
