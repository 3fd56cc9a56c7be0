import { createHash } from 'node:crypto'
import { queueFunctions } from '../queue-functions.ts'
import { type Release, readRelease } from './history.ts'

/**
 * Identifies tables, functions and queue as this release makes them: its newest migration, its number and a hash of all
 * its SQL, for `fitOfSchema`. A
 * build carries it as `SCHEMA_VERSION`, and a prepared database as the fact `schema`.
 */
export function schemaVersionOf({ version, migrations, functions }: Release): string {
  const hash = createHash('sha256')
  const files = [...migrations.flatMap((migration) => migration.files), ...functions]
  for (const { file, hash: ofFile } of files) hash.update(`${file}\0${ofFile}\0`)
  hash.update(queueFunctions([]))
  return `${migrations.at(-1)?.name ?? 'empty'} ${version} ${hash.digest('hex').slice(0, 12)}`
}

export const readSchemaVersion = () => schemaVersionOf(readRelease())
