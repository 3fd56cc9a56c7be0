import postgres from 'postgres'
import { socketOf } from '../embedded/socket'
import type { TestDatabase } from './test-database'

const open = new Map<string, postgres.Sql>()

/**
 * The owner of the tables, past every policy: for what tests prepare and for what they look at afterwards. All helpers of a
 * test file share it, because a connection costs more than most of what is asked on it; it goes with the database.
 */
export function tableOwner(database: Pick<TestDatabase, 'roleUrl'>): postgres.Sql {
  const url = database.roleUrl('andromede_migrator')
  const owner =
    open.get(url) ??
    // Where no test database is dropped (benches), being idle ends it.
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
