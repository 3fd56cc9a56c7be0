import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

export type SqlFile = { file: string; text: string; hash: string }

/** Applied as a unit: one file, or a folder of files in the order of their names. */
export type Migration = { name: string; files: SqlFile[] }

/** The migrations of `folder` in the order of their numbers: `0001_a-phrase.sql`, or a folder `0001_a-phrase` of files. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}_/.test(name))
  return names.sort().map((entry) => {
    const isFolder = statSync(path.join(folder, entry)).isDirectory()
    const files = isFolder ? sqlFiles(path.join(folder, entry)).map((file) => `${entry}/${file}`) : [entry]
    return { name: entry.replace(/\.sql$/, ''), files: files.map((file) => readSql(folder, file)) }
  })
}

/** The name that identifies a functions file, independent of its folder. */
export const functionsName = ({ file }: SqlFile) => path.posix.basename(file, '.sql')

/** The current source of every function. */
export function readFunctions(folder: string): SqlFile[] {
  return sqlFiles(folder).map((file) => readSql(folder, file))
}

/** Paths relative to `folder` with forward slashes, in the order of their names. */
function sqlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql'))
    .map((name) => name.replaceAll(path.sep, '/'))
    .sort()
}

function readSql(folder: string, file: string): SqlFile {
  const text = readFileSync(path.join(folder, file), 'utf8')
  return { file, text, hash: createHash('sha256').update(text).digest('hex') }
}

const outsideMarker = '-- outside a transaction'

/** Whether the first line of this migration requests to run outside a transaction. */
export function isOutsideTransaction({ files: [first] }: Migration): boolean {
  return first?.text.startsWith(`${outsideMarker}\n`) ?? false
}

/**
 * The number that the line `-- oldest: NNNN` above its statements names: a process whose newest migration has a lower
 * number does not work once this migration has removed something.
 */
export function oldestOf({ name, files }: Migration): string | null {
  const comments = files.flatMap(({ text }) => text.match(/^(?:--.*\n|\s*\n)+/)?.[0].split('\n') ?? [])
  const line = comments.find((each) => /^--\s*oldest/i.test(each))
  if (line === undefined) return null
  const [, oldest] = line.match(/^-- oldest: (\d{4})$/) ?? []
  if (!oldest || oldest >= name.slice(0, 4))
    throw new Error(`${name}: write \`-- oldest: NNNN\` with the number of an earlier migration`)
  return oldest
}

/** The statements of a migration that runs outside a transaction. Each ends with a semicolon at the end of a line. */
export function statementsOf({ name, files }: Migration): string[] {
  const text = files.map((file) => file.text).join('\n')
  if (text.includes('$$')) throw new Error(`${name}: no quoted bodies outside a transaction`)
  return text
    .replaceAll(/^--.*$/gm, '')
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
