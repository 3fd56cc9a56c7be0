import { daysBetween } from '~/lib/kernel/time/calendar-day'
import { isRefusal, needsAnswer } from '../delivery/life-cycle'

/** What a platform said last of an invoice, and on which day; a refusal is settled once a person has dealt with it. */
export type PlatformWord = { code: number; on: string; isSettled: boolean }

const paymentSent = 211
/** Who disputes, or has an accountant pay, is given a month; a refusal stands until it is dealt with. */
const standsDays = 30

/** Whether the letters about an invoice wait: it is contested, or its money is on its way. Pure. */
export function effectOf(word: PlatformWord | undefined, today: string): 'held' | 'awaited' | null {
  if (!word) return null
  const { code, on, isSettled } = word
  if (isRefusal(code)) return isSettled ? null : 'held'
  if (daysBetween(on, today) > standsDays) return null
  if (needsAnswer(code)) return 'held'
  return code === paymentSent ? 'awaited' : null
}
