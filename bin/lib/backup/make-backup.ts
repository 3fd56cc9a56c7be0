import { createHash } from 'node:crypto'
import {
  chmodSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { openBaseBackup } from '~/db/backup/base-backup'
import { countPermanentRows, type RowCounts, readRecordedSchema } from '~/db/backup/permanent-rows'
import { StartRefusal } from '~/db/embedded/index'
import { readRecord } from '~/db/embedded/record'
import { readRelease } from '~/db/migrator/history'
import { withKeysTurn } from '~/db/sealed/rotation-state'
import { headsFileIn } from '~/lib/audit'
import { fingerprintOf } from '~/lib/kernel/secrets/installation-secrets'
import { roleUrls } from '../roles'
import { readKeptSecrets, type Secrets } from '../secrets'
import { explainDisk, flush } from './durable'
import { interruptedIn } from './interrupted'
import { backupFormat, type FileRecord, type Manifest, manifestName } from './manifest'
import { isWithin } from './within'

/**
 * Copy the installation of `dataDir`, whose database runs at `adminUrl`, to `folder`. The backup appears complete or
 * not at all; customers notice nothing.
 *
 * @throws StartRefusal in one line
 */
export async function makeBackup(dataDir: string, adminUrl: string, folder: string): Promise<Manifest> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new StartRefusal(`${folder} exists and is not empty; a backup needs a folder of its own.`)
  if (isWithin(folder, dataDir))
    throw new StartRefusal(
      `${folder} lies in ${dataDir} and would be lost with it; choose a folder elsewhere.`,
    )
  const draft = `${folder}.unfinished-${process.pid}`
  try {
    for (const left of interruptedIn(path.dirname(folder), `${path.basename(folder)}.unfinished-`))
      rmSync(left, { recursive: true, force: true })
    mkdirSync(path.dirname(folder), { recursive: true })
    mkdirSync(draft, { mode: 0o700 })
    const manifest = await withKeysTurn(ownerOf(dataDir, adminUrl), 'backup', () =>
      fill(draft, dataDir, adminUrl),
    )
    if (!manifest) throw new StartRefusal('A rotation of keys is running; back up afterwards.')
    flush(draft)
    if (existsSync(folder)) chmodSync(folder, 0o700)
    renameSync(draft, folder)
    flush(path.dirname(folder))
    return manifest
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    const cause = explainDisk(error)
    throw cause ? new StartRefusal(`No backup was made: ${cause} (${folder}).`) : error
  }
}

async function fill(draft: string, dataDir: string, adminUrl: string): Promise<Manifest> {
  const secrets = readInstalled(dataDir)
  const record = readRecord(dataDir)
  if (!record) throw noInstallation(dataDir)
  const owner = ownerOf(dataDir, adminUrl)
  const schema = await readRecordedSchema(owner)
  if (!schema) throw new StartRefusal(`The database of ${dataDir} was never prepared: run npm start once.`)
  const before = await countPermanentRows(owner)
  // Before the database: a head that names rows which the copy lacks would mean that its end was cut.
  const heads = existsSync(headsFileIn(dataDir)) ? readFileSync(headsFileIn(dataDir)) : Buffer.alloc(0)
  const files = [
    writeWhole(draft, 'journal-heads.jsonl', heads),
    writeWhole(draft, 'secrets.json', readFileSync(path.join(dataDir, 'secrets.json'))),
    writeWhole(draft, 'postgres.json', readFileSync(path.join(dataDir, 'postgres.json'))),
  ]
  const backup = await openBaseBackup(adminUrl)
  files.push(await writeStream(draft, 'database.tar.gz', backup.tar))
  const manifest: Manifest = {
    format: backupFormat,
    madeAt: new Date().toISOString(),
    version: readRelease().version,
    schema,
    postgres: majorOf(dataDir, record.cluster),
    timeline: backup.timeline(),
    port: record.port,
    keyFingerprint: fingerprintOf(secrets.encryptionKey),
    files,
    rows: bounds(before, await countPermanentRows(owner)),
  }
  writeWhole(draft, manifestName, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
  return manifest
}

const noInstallation = (dataDir: string) =>
  new StartRefusal(`${dataDir} holds no installation with a database of its own.`)

function readInstalled(dataDir: string): Secrets {
  const secrets = readKeptSecrets(dataDir)
  if (!secrets) throw noInstallation(dataDir)
  return secrets
}

const ownerOf = (dataDir: string, adminUrl: string) =>
  roleUrls(adminUrl, readInstalled(dataDir).rolePasswords).andromede_migrator

const majorOf = (dataDir: string, cluster: string) =>
  Number.parseInt(readFileSync(path.join(path.resolve(dataDir, cluster), 'PG_VERSION'), 'utf8'), 10)

function bounds(before: RowCounts, after: RowCounts): Manifest['rows'] {
  return Object.fromEntries(
    Object.entries(before).map(([table, rows]) => [table, [rows, after[table] ?? rows]]),
  )
}

function writeWhole(draft: string, name: string, bytes: Buffer): FileRecord {
  const file = path.join(draft, name)
  writeFileSync(file, bytes, { mode: 0o600 })
  flush(file)
  return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

async function writeStream(draft: string, name: string, source: NodeJS.ReadableStream): Promise<FileRecord> {
  const file = path.join(draft, name)
  const hash = createHash('sha256')
  let bytes = 0
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(source, createGzip({ level: 1 }), tap, createWriteStream(file, { mode: 0o600 }))
  flush(file)
  return { name, bytes, sha256: hash.digest('hex') }
}
