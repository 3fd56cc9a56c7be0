import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

/** Things whose number per organisation is limited. */
export type Bounded =
  | 'alert recipients'
  | 'api tokens'
  | 'backups'
  | 'budgets'
  | 'export schedules'
  | 'private images'
  | 'signature rules'
  | 'ssh keys'
  | 'unfinished exports'
  | 'webhook endpoints'

/**
 * Lock the count of these for one organisation until the end of `tx`, so that the caller may count and add one
 * without a race.
 */
export async function lockCount(tx: Tx, what: Bounded, organisationId: Id<'organisation'>): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`count of ${what} ${organisationId}`}, 0))`,
  )
}
