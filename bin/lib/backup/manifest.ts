import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { StartRefusal } from '~/db/embedded/index'

export const manifestName = 'manifest.json'
/** Raised when an older version could no longer restore. */
export const backupFormat = 1

const manifestSchema = z.strictObject({
  format: z.literal(backupFormat),
  madeAt: z.iso.datetime(),
  /** Of Andromède. */
  version: z.string(),
  /** Newest migration and hash of all SQL, as the database records it. */
  schema: z.string(),
  /** Major version of PostgreSQL. */
  postgres: z.int(),
  timeline: z.int(),
  port: z.int(),
  keyFingerprint: z.string(),
  files: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z][a-z.-]*$/),
      bytes: z.int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  /** Of each table that only grows: rows before and after the copy was made. */
  rows: z.record(z.string(), z.tuple([z.int(), z.int()])),
})
export type Manifest = z.output<typeof manifestSchema>
export type FileRecord = Manifest['files'][number]

/** The files of every backup, next to the manifest. */
export const backupFiles = [
  'database.tar.gz',
  'journal-heads.jsonl',
  'postgres.json',
  'secrets.json',
] as const

/**
 * The manifest of a complete and unaltered backup: each of its files is read.
 *
 * @throws StartRefusal in one line that names what is missing or differs
 */
export async function readBackup(folder: string): Promise<Manifest> {
  const manifest = readManifest(folder)
  const listed = manifest.files.map(({ name }) => name).sort()
  if (listed.join() !== [...backupFiles].join())
    throw new StartRefusal(`${folder} is not a complete backup: its manifest lists ${listed.join(', ')}.`)
  const extra = readdirSync(folder).find((name) => name !== manifestName && !listed.includes(name))
  if (extra)
    throw new StartRefusal(`${folder} is not a backup as it was made: ${extra} does not belong to it.`)
  for (const expected of manifest.files) {
    const file = path.join(folder, expected.name)
    if (!existsSync(file))
      throw new StartRefusal(`${folder} is not a complete backup: ${expected.name} is missing.`)
    const { bytes, sha256 } = await digest(file)
    if (bytes !== expected.bytes || sha256 !== expected.sha256)
      throw new StartRefusal(`${file} is not the file that was backed up: it was altered or damaged.`)
  }
  return manifest
}

function readManifest(folder: string): Manifest {
  const file = path.join(folder, manifestName)
  if (!existsSync(file)) throw new StartRefusal(`${folder} holds no backup: it has no ${manifestName}.`)
  let text: unknown
  try {
    text = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new StartRefusal(`${file} is damaged.`)
  }
  const { format, version } = (text ?? {}) as { format?: unknown; version?: unknown }
  if (typeof format === 'number' && format > backupFormat)
    throw new StartRefusal(
      `${folder} was made by a newer version of Andromède (${version}); restore it with that one.`,
    )
  const read = manifestSchema.safeParse(text)
  if (!read.success) throw new StartRefusal(`${file} is damaged.`)
  return read.data
}

async function digest(file: string): Promise<Pick<FileRecord, 'bytes' | 'sha256'>> {
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(createReadStream(file), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.length
    }
  })
  return { bytes, sha256: hash.digest('hex') }
}
