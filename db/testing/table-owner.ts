import postgres from 'postgres'
import { socketOf } from '../embedded/socket'
import type { TestDatabase } from './test-database'

const open = new Map<string, postgres.Sql>()

/**
 * The owner of the tables, past every policy: for test fixtures and for checks afterwards. All helpers of a test
 * file share the connection, because opening one costs more than most queries; it closes with the database.
 */
export function tableOwner(database: Pick<TestDatabase, 'roleUrl'>): postgres.Sql {
  const url = database.roleUrl('andromede_migrator')
  const owner =
    open.get(url) ??
    // Benches do not drop their database: there the idle timeout closes the connection.
    postgres(url, { ...socketOf(url), max: 4, idle_timeout: 1, onnotice: () => undefined })
  open.set(url, owner)
  return owner
}

export async function closeTableOwner(database: Pick<TestDatabase, 'roleUrl'>): Promise<void> {
  const url = database.roleUrl('andromede_migrator')
  const owner = open.get(url)
  open.delete(url)
  await owner?.end()
}
