import { closeDatabase, configureDatabase } from '../client'
import type { TestDatabase } from './test-database'

/** Do `work` where the portal's database cannot be reached; afterwards it is there again, as it was. */
export async function whileAway<T>({ urls }: TestDatabase, work: () => Promise<T>): Promise<T> {
  await closeDatabase()
  // Nobody listens there.
  configureDatabase({ portal: 'postgres://nobody@127.0.0.1:9/nothing' })
  try {
    return await work()
  } finally {
    await closeDatabase()
    configureDatabase(urls)
  }
}
