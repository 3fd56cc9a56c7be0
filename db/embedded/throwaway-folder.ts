import { accessSync, constants, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { systemFolder } from './binaries.ts'
import { canEnter, type RunUser } from './run-user.ts'

/** Where Linux keeps files in memory for whoever asks. */
const memoryFolder = '/dev/shm'
/** As statfs(2) names a file system in memory. */
const tmpfsMagic = 0x01021994
/** The log may grow to 1 GiB and the databases of three workers stand beside it. */
const neededFolderBytes = 4 * 2 ** 30
/** The folder's and what browsers, sites and workers take at the same time. */
const neededMemoryBytes = 8 * 2 ** 30

/**
 * Where a throwaway cluster goes: in memory where there is room, since a clone of the tests' template is a thousand
 * small files, made and removed again: 0.05 s of the processor there, 0.3 to 0.4 s on a disk. Otherwise, and when it
 * must be `isDurable`, in the temporary folder, or in the system's when `user` may not enter that.
 */
export function chooseThrowawayFolder(user: RunUser, isDurable: boolean): string {
  if (!isDurable && hasRoomInMemory() && canEnter(user, memoryFolder)) return memoryFolder
  return canEnter(user, tmpdir()) ? tmpdir() : systemFolder
}

function hasRoomInMemory(): boolean {
  try {
    accessSync(memoryFolder, constants.W_OK)
    const { type, bavail, bsize } = statfsSync(memoryFolder)
    return (
      type === tmpfsMagic &&
      bavail * bsize > neededFolderBytes &&
      process.availableMemory() > neededMemoryBytes
    )
  } catch {
    return false
  }
}
