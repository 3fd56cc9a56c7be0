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

/** A successor that gives the prices of before back. */
export type TakeBackList = { day: string; lines: NegotiatedLine[] }

/**
 * What would undo the list that nothing has succeeded yet: the lines of the one it took the place of, none where those
 * were the public prices. One that is only announced is succeeded at the very instant it would begin, so it never does.
 * Pure.
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

/** As it was typed: `12.50` percent, or `0.012500` euros an hour. */
function lineOf({ bundleId, family, basisPoints, fixed }: Price): NegotiatedLine {
  const what = bundleId ?? family ?? ''
  if (basisPoints !== null) return { what, how: 'percentage', value: (basisPoints / 100).toFixed(2) }
  const microCents = Object.values(fixed ?? {}).reduce((sum, each) => sum + BigInt(each), 0n)
  const decimals = String((microCents % 100_000_000n) / 100n).padStart(6, '0')
  return { what, how: 'fixed', value: `${microCents / 100_000_000n}.${decimals}` }
}
