import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { StartRefusal } from '../../db/embedded/index.ts'
import { writePrivateFile } from '../../db/embedded/private-file.ts'
import { finishRestore } from './backup/finish-restore.ts'

/** 1 was used before the first release, and its databases cannot be migrated. */
const layout = 2

/** Another start holds the lock. */
export class FolderInUse extends StartRefusal {}

/** A data folder locked by this process until `release`. */
export type DataFolder = {
  folder: string
  logs: string
  /** Whether an installation was ever prepared here completely. */
  isPrepared: boolean
  markPrepared(): void
  release(): void
}

/**
 * Open `folder` as the installation's data folder, creating it when it is missing or empty.
 *
 * @throws StartRefusal when it is something else, of another version, or in use; nothing is changed.
 */
export function openDataFolder(folder: string): DataFolder {
  const marker = path.join(folder, 'andromede.json')
  if (!existsSync(marker)) {
    // Root's folder can be traversed but not listed by others: the database's user works inside.
    mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    if (readdirSync(folder).length > 0) {
      throw new StartRefusal(
        `${folder} is not empty and is not an Andromède data folder; choose another DATA_DIR.`,
      )
    }
    writeMarker(marker, false)
  }
  const found = readMarker(marker)
  if (found.layout !== layout) {
    throw new StartRefusal(
      `${folder} is the data folder of another version of Andromède (layout ${found.layout}, this one uses ${layout}); nothing was changed. Choose another DATA_DIR.`,
    )
  }
  const release = takeLock(path.join(folder, 'lock'), folder)
  const markPrepared = () => writeMarker(marker, true)
  finishRestore(folder, markPrepared)
  const { isPrepared } = readMarker(marker)
  const logs = path.join(folder, 'logs')
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  return { folder, logs, isPrepared: isPrepared === true, markPrepared, release }
}

function readMarker(marker: string): { layout?: unknown; isPrepared?: unknown } {
  try {
    return JSON.parse(readFileSync(marker, 'utf8')) as { layout?: unknown; isPrepared?: unknown }
  } catch (error) {
    throw new StartRefusal(`${marker} cannot be read: ${(error as Error).message}.`)
  }
}

function writeMarker(marker: string, isPrepared: boolean): void {
  writePrivateFile(marker, `${JSON.stringify({ layout, isPrepared })}\n`)
}

function takeLock(lock: string, folder: string): () => void {
  const mine = `${process.pid} ${processStart(process.pid)}`
  const draft = `${lock}.${process.pid}`
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    for (let tries = 0; tries < 3; tries += 1) {
      try {
        // A link appears atomically with its content, and never replaces another.
        linkSync(draft, lock)
        return () => rmSync(lock, { force: true })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const held = readFileSync(lock, 'utf8')
      const [pid, start] = held.split(' ')
      if (start !== '' && processStart(Number(pid)) === start) {
        throw new FolderInUse(
          `${folder} is in use by another start of Andromède (process ${pid}); stop it, or choose another DATA_DIR.`,
        )
      }
      renameSync(lock, `${draft}.stale`)
      rmSync(`${draft}.stale`)
    }
    throw new StartRefusal(`${folder} is being opened by another start of Andromède.`)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Start time of process `pid` in kernel ticks: it differs when the process id is reused. */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    try {
      process.kill(pid, 0)
      return existsSync('/proc/self') ? '' : 'alive'
    } catch {
      return ''
    }
  }
}
