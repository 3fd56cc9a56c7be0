/** A version of the schema: the number of its newest migration, the release that made it, and its whole text. */
export type SchemaVersion = { migration: number; release: string; text: string }

/** Null for what is no version of a schema, such as one of an interrupted preparation. */
export function parseSchemaVersion(text: string | null | undefined): SchemaVersion | null {
  const [, migration, release] = text?.match(/^(\d{4})_\S+ (\d+\.\d+\.\d+\S*) [0-9a-f]{12}$/) ?? []
  return text && migration && release ? { migration: Number(migration), release, text } : null
}

export function isNewerVersion(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) > 0
}

/** Why a process cannot work on a database, if it cannot. */
export type SchemaFit = 'fits' | 'database_is_older' | 'process_is_too_old' | 'unknown'

/**
 * Whether a process that was built for the schema `own` can work on a database. A newer schema contains what older
 * processes need, until a migration removes something: it raises `oldest`, the lowest number that a process may have
 * as its newest migration.
 */
export function fitOfSchema(
  own: string | undefined,
  database: { schema: string | null; oldest: string | null },
): SchemaFit {
  const build = parseSchemaVersion(own)
  if (build && database.oldest && build.migration < Number(database.oldest)) return 'process_is_too_old'
  const prepared = parseSchemaVersion(database.schema)
  if (!build || !prepared) return 'unknown'
  if (build.migration !== prepared.migration)
    return build.migration < prepared.migration ? 'fits' : 'database_is_older'
  // With the same tables only functions differ.
  const isPreparedLater = isNewerVersion(prepared.release, build.release)
  return build.text === prepared.text || isPreparedLater ? 'fits' : 'database_is_older'
}
