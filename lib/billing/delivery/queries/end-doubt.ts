import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { asTime } from '~/db/expressions/as-time'
import { documentDeliveries, paymentReports } from '~/db/schema/billing/delivery'
import { declarations } from '~/db/schema/billing/ereporting'

const tables = {
  einvoice: documentDeliveries,
  payment_report: paymentReports,
  declaration: declarations,
} as const

/** Of something that waits for its platform: searched there at the next attempt, or accepted by it before. */
export async function endDoubtOfReporting(
  tx: Tx,
  kind: keyof typeof tables,
  id: string,
  outcome: 'send' | 'sent',
  at: Date,
): Promise<void> {
  const set =
    outcome === 'send'
      ? sql`attempts = greatest(attempts, 1), next_attempt_at = ${asTime(at)}`
      : sql`state = 'accepted', attempts = 0, next_attempt_at = null, deposited_at = ${asTime(at)},
          failure_code = null, failure_text = null`
  await tx.execute(sql`update ${tables[kind]} set ${set} where id = ${id} and state = 'waiting'`)
}
