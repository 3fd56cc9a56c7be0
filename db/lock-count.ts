import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

/** What an organisation may have so many of and no more. */
export type Bounded =
  | 'alert recipients'
  | 'backups'
  | 'budgets'
  | 'export schedules'
  | 'private images'
  | 'signature rules'
  | 'ssh keys'
  | 'unfinished exports'
  | 'webhook endpoints'

/** Until the end of `tx` nobody else adds one to this organisation: who counts them now may add to what was counted. */
export async function lockCount(tx: Tx, what: Bounded, organisationId: Id<'organisation'>): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`count of ${what} ${organisationId}`}, 0))`,
  )
}
