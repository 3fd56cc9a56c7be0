import { statSync } from 'node:fs'
import path from 'node:path'
import { readRecord } from './record.ts'

/**
 * Where the cluster of a data folder lies, in a form that a copy of the folder changes and a restart does not: the last
 * change of the inode of a file that PostgreSQL never writes. No copy can bring it along, however it is made.
 */
export function placeOf(dataDir: string): string | undefined {
  const record = readRecord(dataDir)
  if (!record) return undefined
  const file = path.join(path.resolve(dataDir, record.cluster), 'PG_VERSION')
  return String(Math.round(statSync(file).ctimeMs))
}
