import { readFileSync } from 'node:fs'
import path from 'node:path'
import type postgres from 'postgres'
import { isNewerVersion } from './fit-of-schema.ts'
import {
  functionsName,
  type Migration,
  readFunctions,
  readMigrations,
  type SqlFile,
} from './read-migrations.ts'

/** The SQL of one version of Andromède. */
export type Release = { version: string; migrations: Migration[]; functions: SqlFile[] }

/** The release of this version: its number, its migrations and the current source of its functions. */
export function readRelease(folder = path.resolve(import.meta.dirname, '..')): Release {
  const file = path.resolve(import.meta.dirname, '../../package.json')
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  const migrations = readMigrations(path.join(folder, 'migrations'))
  return { version, migrations, functions: readFunctions(path.join(folder, 'functions')) }
}

/** A functions file as last applied; the hash '' means that its bodies are not checked yet. */
export type AppliedFunctions = { name: string; hash: string; signatures: string[]; version: string }

export async function createHistory(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    create schema if not exists migrations;
    create table if not exists migrations.applied (
      file text primary key, hash text not null, applied_at timestamptz not null default now());
    create table if not exists migrations.functions (
      name text primary key, hash text not null, signatures text[] not null, version text not null,
      applied_at timestamptz not null default now());`)
}

export async function readHistory(sql: postgres.Sql) {
  const applied = await sql<{ file: string; hash: string }[]>`select file, hash from migrations.applied`
  const functions = await sql<
    AppliedFunctions[]
  >`select name, hash, signatures, version from migrations.functions`
  return { applied: new Map(applied.map(({ file, hash }) => [file, hash])), functions }
}

/** The migrations that `applied` lacks, in order, including one that another branch numbered earlier. */
export function pendingMigrations({ migrations }: Release, applied: Map<string, string>): Migration[] {
  return migrations.filter(({ files }) => !files.some(({ file }) => applied.has(file)))
}

/**
 * Why this version must not prepare or serve a database, as part of a sentence; null when it may. Migrating it would
 * restore older functions, or build on tables that differ from the files.
 */
export async function findForeignHistory(sql: postgres.Sql, release: Release): Promise<string | null> {
  const [row] = await sql<{ isOlder: boolean; isEmpty: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as "isOlder",
      to_regclass('migrations.applied') is null as "isEmpty"`
  if (row?.isOlder) return 'it dates from before the first release and cannot be migrated'
  if (row?.isEmpty) return null
  const { applied, functions } = await readHistory(sql)

  const hashes = new Map(
    release.migrations.flatMap(({ files }) => files.map(({ file, hash }) => [file, hash])),
  )
  const unknown = [...applied.keys()].find((file) => !hashes.has(file))
  if (unknown) return `its migration ${unknown} is unknown here`

  const pending = new Set(pendingMigrations(release, applied))
  const files = release.migrations
    .filter((migration) => !pending.has(migration))
    .flatMap(({ files }) => files)
  const changed = files.find(({ file, hash }) => applied.get(file) !== hash)
  if (changed) return `its migration ${changed.file} is not the one here`

  const current = new Map(release.functions.map((file) => [functionsName(file), file.hash]))
  const newer = functions.find(
    ({ name, hash, version }) => current.get(name) !== hash && isNewerVersion(version, release.version),
  )
  return newer
    ? `version ${newer.version} has applied its function ${newer.name}, and this is ${release.version}`
    : null
}
