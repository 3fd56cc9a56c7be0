import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sqlState } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'

/**
 * The next number of a series, whose row stays locked until the transaction ends: one that is rolled back gives its
 * number back. `day` is the day of issue, no earlier than that of the number before.
 */
export async function takeDocumentNumber(
  tx: Tx,
  sellingEntityId: Id<'sellingEntity'>,
  series: string,
  day: string,
): Promise<number> {
  const [row] = await tx.execute<{ number: number }>(
    sql`insert into document_series (selling_entity_id, series, last_number, last_issued_on)
      values (${sellingEntityId}, ${series}, 1, ${day}::date)
      on conflict (selling_entity_id, series) do update
        set last_number = document_series.last_number + 1, last_issued_on = excluded.last_issued_on
      returning last_number as number`,
  )
  if (!row) throw new Error('a series answered nothing')
  return row.number
}

/** Whether a number was refused because a later day has one already: midnight passed since whoever asks read the clock. */
export function isDayPassed(error: unknown): boolean {
  const { cause } = error as { cause?: unknown }
  return (
    sqlState(error) === '42501' && cause instanceof Error && cause.message.endsWith('and so do their days')
  )
}
