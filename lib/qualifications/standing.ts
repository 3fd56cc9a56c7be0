import type { QualificationStatus } from '~/db/schema/qualifications'
import type { QualificationStanding } from './views'

/** The best first; ended and withdrawn ones last. */
const order: readonly QualificationStanding[] = [
  'obtained',
  'audit',
  'filed',
  'planned',
  'expired',
  'withdrawn',
]

/** An obtained qualification ends by its date: after the last day of its validity it is expired. Pure. */
export function standingOf(
  { status, validUntil }: { status: QualificationStatus; validUntil: string | null },
  today: string,
): QualificationStanding {
  const isOver = validUntil !== null && validUntil < today
  return status === 'obtained' && isOver ? 'expired' : status
}

/** Pure. */
export function byStanding(
  a: { standing: QualificationStanding; statusOn: string },
  b: { standing: QualificationStanding; statusOn: string },
): number {
  return order.indexOf(a.standing) - order.indexOf(b.standing) || b.statusOn.localeCompare(a.statusOn)
}
