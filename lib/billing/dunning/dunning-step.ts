import { daysBetween } from '~/lib/kernel/time/calendar-day'
import type { DebtorKind } from './payment-terms'

/** Steps of the collection of a late document, in order. */
export const dunningSteps = [
  /** A friendly reminder: most customers have forgotten. */
  'reminder',
  'second_reminder',
  /** Formal notice with interest and fee; required before going to court. */
  'formal_notice',
  /** Staff decide whether to suspend the servers. Companies only. */
  'suspension',
  /** Staff decide whether the debt is doubtful (account 416). */
  'doubtful',
] as const
export type DunningStep = (typeof dunningSteps)[number]

/** Days after the due day. A public payer pays through its accountant: it gets more time and is never suspended. */
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

/** Minimum days between two steps: a late start does not send three letters in a day. */
const pauseDays = 8

export type LateDocument = {
  kind: DebtorKind
  dueOn: string
  openCents: bigint
  /** A payment is expected: a debit was sent, or a public body's accountant has announced it. */
  isAwaited: boolean
  /** Disputed, or stopped by staff. */
  isHeld: boolean
  done: readonly { step: DunningStep; on: string }[]
}

export type NextStep = { step: DunningStep; decides: 'clock' | 'person' } | null

/**
 * The step due for a document today: the first step of its calendar that is due and not taken. Letters go by the clock;
 * suspension and doubtful debt wait for a decision of staff. Pure.
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
