import { readFileSync } from 'node:fs'
import path from 'node:path'
import { writePrivateFile } from './private-file.ts'
import { StartRefusal } from './refusal.ts'

/** The stored record of a data folder's embedded database. */
export type ClusterRecord = {
  layout: 1
  /** Absolute, or relative to the data folder, so that a data folder can be moved as a whole. */
  cluster: string
  password: string
  port: number
}

const fileName = 'postgres.json'

/** The record of `dataDir`, or `undefined` when it has no embedded database yet. */
export function readRecord(dataDir: string): ClusterRecord | undefined {
  let text: string
  try {
    text = readFileSync(path.join(dataDir, fileName), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new StartRefusal(`${path.join(dataDir, fileName)} cannot be read: ${(error as Error).message}.`)
  }
  let record: Partial<ClusterRecord>
  try {
    record = JSON.parse(text) as Partial<ClusterRecord>
  } catch {
    // Do not include the parser's message: it quotes the text, including the password.
    throw new StartRefusal(`${path.join(dataDir, fileName)} is damaged; restore it.`)
  }
  if (record.layout !== 1 || typeof record.cluster !== 'string' || typeof record.password !== 'string') {
    throw new StartRefusal(
      `${dataDir} holds the database of another version of Andromède (layout ${record.layout}); nothing was changed.`,
    )
  }
  return { layout: 1, cluster: record.cluster, password: record.password, port: record.port ?? 0 }
}

/** Replace the record of `dataDir`. */
export function writeRecord(dataDir: string, record: ClusterRecord): void {
  writePrivateFile(path.join(dataDir, fileName), `${JSON.stringify(record, null, 2)}\n`)
}
