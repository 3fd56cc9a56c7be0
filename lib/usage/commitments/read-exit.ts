import type { Tx } from '~/db/client'
import { commitmentExit, type Exit } from '~/lib/catalogue/client'
import { parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { enjoyedCents } from './enjoyed'
import { type CommitmentRow, listUsageSince } from './queries/commitments'

/**
 * The price of leaving this commitment today, in cents without VAT. It is that of the beginning of the day in Paris,
 * so that what a person read is what they agree to all day long.
 */
export async function readExit(tx: Tx, commitment: CommitmentRow, now: Date): Promise<Exit> {
  const { startedAt, endsAt, termMonths, resourceId } = commitment
  const morning = startOfParisDay(parisDay(now))
  const at = new Date(Math.max(morning.getTime(), startedAt.getTime()))
  const usage = await listUsageSince(tx, resourceId, parisMonth(startedAt).from, at)
  return commitmentExit(
    {
      startedAt,
      endsAt,
      termMonths,
      committedMicroCentsPerHour: sumOf(commitment, 'committed'),
      enjoyedCents: enjoyedCents(usage, commitment.id, startedAt, at),
    },
    at,
  )
}

/** Micro-cents an hour of all meters of a commitment. Pure. */
export function sumOf({ prices }: Pick<CommitmentRow, 'prices'>, which: 'hourly' | 'committed'): bigint {
  return Object.values(prices).reduce((sum, price) => sum + BigInt(price[which]), 0n)
}
