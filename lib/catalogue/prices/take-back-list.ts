import { parisDay } from '~/lib/kernel/time/paris-day'
import type { NegotiatedLine } from '../schema'

type List = { id: string; validFrom: Date; validTo: Date | null }
type Price = {
  listId: string
  bundleId: string | null
  family: string | null
  basisPoints: number | null
  fixed: Readonly<Record<string, string>> | null
}

/** A successor that restores the previous prices. */
export type TakeBackList = { day: string; lines: NegotiatedLine[] }

/**
 * Returns the list that undoes the last one: the lines of its predecessor, or none for the public prices. An announced
 * list is succeeded at its own start, so it never takes effect. Pure.
 */
export function takeBackList(
  lists: readonly List[],
  prices: readonly Price[],
  open: List,
  now: Date,
): TakeBackList {
  const before = lists.find(
    ({ validFrom, validTo }) =>
      validTo !== null && validTo.getTime() === open.validFrom.getTime() && validFrom < validTo,
  )
  return {
    day: open.validFrom > now ? parisDay(open.validFrom) : '',
    lines: prices.filter(({ listId }) => listId === before?.id).map(lineOf),
  }
}

/** Formats a line as typed: `12.50` percent, or `0.012500` euros per hour. */
function lineOf({ bundleId, family, basisPoints, fixed }: Price): NegotiatedLine {
  const what = bundleId ?? family ?? ''
  if (basisPoints !== null) return { what, how: 'percentage', value: (basisPoints / 100).toFixed(2) }
  const microCents = Object.values(fixed ?? {}).reduce((sum, each) => sum + BigInt(each), 0n)
  const decimals = String((microCents % 100_000_000n) / 100n).padStart(6, '0')
  return { what, how: 'fixed', value: `${microCents / 100_000_000n}.${decimals}` }
}
