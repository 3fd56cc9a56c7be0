import { accessSync, constants, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { systemFolder } from './binaries.ts'
import { canEnter, type RunUser } from './run-user.ts'

/** The memory file system of Linux, writable by every user. */
const memoryFolder = '/dev/shm'
/** The magic number of tmpfs in statfs(2). */
const tmpfsMagic = 0x01021994
/** The log may grow to 1 GiB, next to the databases of three workers. */
const neededFolderBytes = 4 * 2 ** 30
/** For the folder plus browsers, sites and workers running at the same time. */
const neededMemoryBytes = 8 * 2 ** 30

/**
 * Where a throwaway cluster goes: in memory if there is room, since a clone of the tests' template is a thousand
 * small files created and removed again: 0.05 s of processor there, 0.3 to 0.4 s on a disk. Otherwise, or if it must
 * be `isDurable`, in the temporary folder, or the system's if `user` cannot enter that.
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
