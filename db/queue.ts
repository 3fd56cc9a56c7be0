import { runMigrations } from 'graphile-worker'
import postgres from 'postgres'
import { retryForLocks, standardLockLimits } from './migrator/lock-retries.ts'
import { queueFunctions } from './queue-functions.ts'

function withOptions(url: string, options: string): string {
  const address = new URL(url)
  address.searchParams.set('options', `${address.searchParams.get('options') ?? ''} ${options}`.trim())
  return address.href
}

/** The queue belongs to its own role; the other roles use it only through the functions of `queue_api`. */
export async function migrateQueue(url: string, jobNames: readonly string[]): Promise<void> {
  const { waitMs } = standardLockLimits
  // A migration of the queue may take longer than its statements do in use.
  const connectionString = withOptions(url, `-c lock_timeout=${waitMs} -c statement_timeout=0`)
  await retryForLocks(
    standardLockLimits,
    'The queue',
    () => '',
    () => runMigrations({ connectionString }),
  )
  const queue = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await queue.unsafe(queueFunctions(jobNames))
  } finally {
    await queue.end()
  }
}
