import { parisDay } from '~/lib/kernel/time/paris-day'
import type { Validity } from './ledger'

export type Standing = 'not_yet' | 'open' | 'no_longer'

/** Whether a purchase order may be used at `now`, by its days of Paris. Pure. */
export function standingOf({ startsOn, endsOn }: Validity, now: Date): Standing {
  const today = parisDay(now)
  if (today < startsOn) return 'not_yet'
  return today > endsOn ? 'no_longer' : 'open'
}
