import { open } from 'node:fs/promises';
import type { OpenFile } from '../../src/storage/lowdb/journal.js';

export interface FailingDisk {
  openFile: OpenFile;
  /** Bytes that the disk still takes. */
  room: number;
  /** Calls of datasync. */
  syncs: number;
  /** What the next datasync fails with. */
  syncError?: Error;
}

const full = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

/** Real files on a disk that has room for so much only. As on a real one, what fits of a write that does not is written. */
export function createFailingDisk(room = Number.POSITIVE_INFINITY): FailingDisk {
  const disk: FailingDisk = {
    room,
    syncs: 0,
    openFile: async (path, flags, mode) => {
      if (disk.room <= 0 && flags !== 'r') throw full();
      const file = await open(path, flags, mode);
      const { appendFile, datasync } = file;
      const write = async (data: string | Uint8Array) => {
        const bytes = Buffer.from(data);
        const fits = Math.min(bytes.length, disk.room);
        disk.room -= fits;
        await appendFile.call(file, bytes.subarray(0, fits));
        if (fits < bytes.length) throw full();
      };
      return Object.assign(file, {
        appendFile: write,
        writeFile: write,
        datasync: async () => {
          disk.syncs += 1;
          const { syncError } = disk;
          disk.syncError = undefined;
          if (syncError) throw syncError;
          await datasync.call(file);
        },
      });
    },
  };
  return disk;
}
