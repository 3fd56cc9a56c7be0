import { statSync } from 'node:fs'
import path from 'node:path'
import { readRecord } from './record.ts'

/**
 * An identifier of the place of a data folder's cluster that a copy of the folder changes and a restart does not:
 * the inode change time of a file that PostgreSQL never writes. No way of copying preserves it.
 */
export function placeOf(dataDir: string): string | undefined {
  const record = readRecord(dataDir)
  if (!record) return undefined
  const file = path.join(path.resolve(dataDir, record.cluster), 'PG_VERSION')
  return String(Math.round(statSync(file).ctimeMs))
}
