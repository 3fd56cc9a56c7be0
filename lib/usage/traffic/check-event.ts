import { addSeconds } from '~/lib/kernel/time/clock'
import type { MeteringEvent } from './schema'

/** How far ahead of ours a meter's clock may be. */
const aheadSeconds = 300
/** How late a measurement may come: after that, invoices that were issued stay as they are. */
export const lateDays = 45
/** How long what was accepted is remembered; longer than it could be accepted once more. */
export const rememberedDays = 60

export const refusalReasons = [
  'malformed',
  'unknown_resource',
  'before_resource',
  'too_far_ahead',
  'too_late',
  'conflict',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** Why this is not counted, for a server that began then (null: none that the key may speak of); null where it is. Pure. */
export function refuseEvent(
  event: Pick<MeteringEvent, 'at'>,
  createdAt: Date | null,
  now: Date,
): RefusalReason | null {
  if (createdAt === null) return 'unknown_resource'
  if (event.at > addSeconds(now, aheadSeconds)) return 'too_far_ahead'
  if (event.at < addSeconds(now, -lateDays * 86_400)) return 'too_late'
  if (event.at < createdAt) return 'before_resource'
  return null
}

/** Whether two say the same: then the second is the first, handed in again. Pure. */
export function isSameEvent(
  one: Pick<MeteringEvent, 'resourceId' | 'at' | 'quantity'>,
  other: Pick<MeteringEvent, 'resourceId' | 'at' | 'quantity'>,
): boolean {
  return (
    one.resourceId === other.resourceId &&
    one.at.getTime() === other.at.getTime() &&
    one.quantity === other.quantity
  )
}
