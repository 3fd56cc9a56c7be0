import { closeDatabase, configureDatabase } from '../client'
import type { TestDatabase } from './test-database'

/** Run `work` while the portal's database is unreachable; afterwards it is reachable again. */
export async function whileUnreachable<T>({ urls }: TestDatabase, work: () => Promise<T>): Promise<T> {
  await closeDatabase()
  // No server listens on this port.
  configureDatabase({ portal: 'postgres://nobody@127.0.0.1:9/nothing' })
  try {
    return await work()
  } finally {
    await closeDatabase()
    configureDatabase(urls)
  }
}
