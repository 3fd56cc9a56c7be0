import { createHash } from 'node:crypto'
import { type Release, readRelease } from './history.ts'

/**
 * Identifies tables and functions as this release makes them: its newest migration and a hash of all its SQL. A
 * build carries it as `SCHEMA_VERSION`, and a prepared database as the fact `schema`.
 */
export function schemaVersionOf({ migrations, functions }: Release): string {
  const hash = createHash('sha256')
  const files = [...migrations.flatMap((migration) => migration.files), ...functions]
  for (const { file, hash: ofFile } of files) hash.update(`${file}\0${ofFile}\0`)
  return `${migrations.at(-1)?.name ?? 'empty'} ${hash.digest('hex').slice(0, 12)}`
}

export const readSchemaVersion = () => schemaVersionOf(readRelease())
