import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sqlState } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'

/**
 * Takes the next number of a series and locks its row until the transaction ends: a rollback returns the number. `day`
 * is the day of issue, not before that of the previous number.
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

/**
 * Whether a number was refused because a later day already has one: midnight passed since the caller read the clock.
 */
export function isDayPassed(error: unknown): boolean {
  const { cause } = error as { cause?: unknown }
  return (
    sqlState(error) === '42501' && cause instanceof Error && cause.message.endsWith('and so do their days')
  )
}
