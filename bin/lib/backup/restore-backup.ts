import {
  chownSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs'
import path from 'node:path'
import { createGunzip } from 'node:zlib'
import { StartRefusal } from '~/db/embedded/index'
import { writePrivateFile } from '~/db/embedded/private-file'
import { readRecord } from '~/db/embedded/record'
import { removeUnfinishedRestore, restoreCluster } from '~/db/embedded/restore-cluster'
import { readRelease } from '~/db/migrator/history'
import { fingerprintOf } from '~/lib/kernel/secrets/installation-secrets'
import { openDataFolder } from '../data-folder'
import { readKeptKeys } from '../secrets'
import { explainDisk, flush } from './durable'
import { finishRestore, restoredFolder } from './finish-restore'
import { type Manifest, readBackup } from './manifest'
import { isWithin } from './within'

/** In the words of PostgreSQL, and of tar for a file that fits in part. */
const isDiskFull = /No space left|Wrote only/

export type Restored = {
  manifest: Manifest
  /** The folder of the installation that was replaced, itself a data folder. */
  replaced: string | undefined
}

/**
 * Make `dataDir` the installation of the backup in `folder`. One that is there is replaced only on demand, and kept.
 * An interruption leaves the old one, or the restored one once that is complete.
 *
 * @throws StartRefusal in one line; unless it names the next start as what finishes the restore, nothing was changed
 */
export async function restoreBackup(
  folder: string,
  dataDir: string,
  { replaces }: { replaces: boolean },
): Promise<Restored> {
  if (isWithin(dataDir, folder))
    throw new StartRefusal(`${dataDir} lies in the backup ${folder}; choose another DATA_DIR.`)
  const manifest = await readUsable(folder)
  const data = openDataFolder(dataDir)
  let outcome = 'Nothing was restored'
  try {
    if (
      !replaces &&
      ['postgres.json', 'secrets.json', 'postgres'].some((name) => existsSync(path.join(dataDir, name)))
    )
      throw new StartRefusal(
        `${dataDir} holds an installation; choose another DATA_DIR, or keep it aside with --replace.`,
      )
    const draft = path.join(dataDir, 'restore.unfinished')
    await removeUnfinishedRestore(draft)
    try {
      makeFolderLike(dataDir, draft)
      await unpackBackup(folder, draft)
      const { from, aside } = restoredFolder(dataDir, new Date())
      renameSync(draft, from)
      outcome = 'The backup is unpacked, and the next start puts it in place'
      flush(dataDir)
      finishRestore(dataDir, data.markPrepared)
      flush(dataDir)
      return { manifest, replaced: existsSync(aside) ? aside : undefined }
    } catch (error) {
      await removeUnfinishedRestore(draft)
      throw error
    }
  } catch (error) {
    const cause = explainDisk(error) ?? (isDiskFull.test(`${error}`) ? 'the disk is full' : undefined)
    throw cause ? new StartRefusal(`${outcome}: ${cause} (${dataDir}).`) : error
  } finally {
    data.release()
  }
}

/** As root, for the owner of `dataDir`, and for the database's user to pass through. */
function makeFolderLike(dataDir: string, folder: string): void {
  const isRoot = process.getuid?.() === 0
  mkdirSync(folder, { mode: isRoot ? 0o711 : 0o700 })
  const { uid, gid } = statSync(dataDir)
  if (isRoot) chownSync(folder, uid, gid)
}

/** Unpack a backup that was read before as the new and empty data folder `dataDir`; its database is not started again. */
export async function unpackBackup(folder: string, dataDir: string): Promise<void> {
  for (const name of ['secrets.json', 'journal-heads.jsonl']) {
    writePrivateFile(path.join(dataDir, name), readFileSync(path.join(folder, name), 'utf8'))
    flush(path.join(dataDir, name))
  }
  const record = readRecord(folder)
  if (!record) throw new StartRefusal(`${folder} is not a complete backup: postgres.json is missing.`)
  const tar = createGunzip()
  createReadStream(path.join(folder, 'database.tar.gz'))
    .on('error', (error) => tar.destroy(error))
    .pipe(tar)
  await restoreCluster(dataDir, tar, record)
  flush(path.join(dataDir, 'postgres.json'))
  flush(dataDir)
}

/** A complete backup that this version can restore. */
export async function readUsable(folder: string): Promise<Manifest> {
  const manifest = await readBackup(folder)
  const newest = manifest.schema.split(' ')[0]
  const { migrations, version } = readRelease()
  if (!migrations.some(({ name }) => name === newest))
    throw new StartRefusal(
      `${folder} was made by another version of Andromède (${manifest.version}, migration ${newest}) and this is ${version}; restore it with that one.`,
    )
  const [key] = readKeptKeys(folder) ?? []
  if (!key || fingerprintOf(key) !== manifest.keyFingerprint)
    throw new StartRefusal(`${folder}: secrets.json is not of this backup.`)
  return manifest
}
