import { addSeconds } from '~/lib/kernel/time/clock'
import type { MeteringEvent } from './schema'

/** Accepted lead of a meter's clock. */
const aheadSeconds = 300
/** Accepted delay of a measurement; later ones could not be billed any more. */
export const lateDays = 45
/** How long accepted measurements are remembered for deduplication; longer than they could be accepted again. */
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

/**
 * Why a measurement is refused, or null when accepted. `null` for the server's start means that the key may not report
 * it. Pure.
 */
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

/** Whether two measurements are equal: then the second is a repetition of the first. Pure. */
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
