import { daysBetween } from '~/lib/kernel/time/calendar-day'
import type { DebtorKind } from './payment-terms'

/** What was done about a document that is late, in this order. */
export const dunningSteps = [
  /** A friendly word: most have just forgotten. */
  'reminder',
  'second_reminder',
  /** Formal notice with interest and fee: from then on a court counts. */
  'formal_notice',
  /** A person decides about the servers. Companies alone. */
  'suspension',
  /** A person decides that the money may not come (account 416). */
  'doubtful',
] as const
export type DunningStep = (typeof dunningSteps)[number]

/** Days after the due day. A public payer passes by its accountant: it gets more time, and is never cut off. */
const calendars: Readonly<Record<'private' | 'public', readonly [DunningStep, number][]>> = {
  private: [
    ['reminder', 5],
    ['second_reminder', 15],
    ['formal_notice', 30],
    ['suspension', 45],
    ['doubtful', 90],
  ],
  public: [
    ['reminder', 10],
    ['second_reminder', 30],
    ['formal_notice', 60],
    ['doubtful', 180],
  ],
}

/** Days that lie between two steps at least: whoever starts late does not get three letters in a day. */
const pauseDays = 8

export type LateDocument = {
  kind: DebtorKind
  dueOn: string
  openCents: bigint
  /** Money is on its way: a debit was sent, or the accountant of a public body has said so. */
  isAwaited: boolean
  /** Contested, or a person stopped the letters. */
  isHeld: boolean
  done: readonly { step: DunningStep; on: string }[]
}

export type NextStep = { step: DunningStep; decides: 'clock' | 'person' } | null

/**
 * What is to be done about a document today, if anything: the first step of its calendar whose day has come and which
 * is not done. Letters go by the clock; what cuts off or gives up waits for a person. Pure.
 */
export function nextDunningStep(document: LateDocument, today: string): NextStep {
  if (document.openCents <= 0n || document.isAwaited || document.isHeld) return null
  const late = daysBetween(document.dueOn, today)
  const calendar = calendars[document.kind === 'company' ? 'private' : 'public']
  const due = calendar.find(([step]) => !document.done.some((each) => each.step === step))
  if (!due) return null
  const [step, after] = due
  const last = document.done
    .map(({ on }) => on)
    .sort()
    .at(-1)
  if (late < after || (last !== undefined && daysBetween(last, today) < pauseDays)) return null
  return { step, decides: step === 'suspension' || step === 'doubtful' ? 'person' : 'clock' }
}
