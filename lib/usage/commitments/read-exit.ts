import type { Tx } from '~/db/client'
import { commitmentExit, type Exit } from '~/lib/catalogue/client'
import { parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { selectUsageWithin } from '../rating/queries/usage'
import { commitmentDiscountCents } from './commitment-discount'
import type { CommitmentRow } from './queries/commitments'

/**
 * Today's exit fee, in cents without VAT, as of the start of the day in Paris, so that the displayed fee stays valid
 * all day.
 */
export async function readExit(tx: Tx, commitment: CommitmentRow, now: Date): Promise<Exit> {
  const { startedAt, endsAt, termMonths, resourceId } = commitment
  const morning = startOfParisDay(parisDay(now))
  const at = new Date(Math.max(morning.getTime(), startedAt.getTime()))
  const usage = await selectUsageWithin(tx, resourceId, parisMonth(startedAt).from, at)
  return commitmentExit(
    {
      startedAt,
      endsAt,
      termMonths,
      committedMicroCentsPerHour: sumOf(commitment, 'committed'),
      enjoyedCents: commitmentDiscountCents(usage, commitment.id, startedAt, at),
    },
    at,
  )
}

/** Micro-cents per hour over all meters of a commitment. Pure. */
export function sumOf({ prices }: Pick<CommitmentRow, 'prices'>, which: 'hourly' | 'committed'): bigint {
  return Object.values(prices).reduce((sum, price) => sum + BigInt(price[which]), 0n)
}
