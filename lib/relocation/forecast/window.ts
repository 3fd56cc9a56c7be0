import { DomainError } from '~/lib/kernel/errors'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const daysAheadMax = 60
/** A choice shortly before its time might come too late. */
const noticeMs = 5 * minuteMs
const slotsMax = 72

/**
 * Returns the half-open window in which moves may start.
 *
 * @throws DomainError `invalid_input` about `startsAt`
 */
export function windowOf(
  input: { startsAt: string | null; windowHours: number | null },
  now: Date,
): { startsAt: Date; endsAt: Date | null } {
  const startsAt = input.startsAt ? new Date(input.startsAt) : now
  if (input.startsAt && startsAt < now)
    throw new DomainError('invalid_input', { field: 'startsAt', params: { reason: 'in_the_past' } })
  if (startsAt.getTime() - now.getTime() > daysAheadMax * 24 * hourMs)
    throw new DomainError('invalid_input', { field: 'startsAt', params: { reason: 'too_far' } })
  const endsAt = input.windowHours ? new Date(startsAt.getTime() + input.windowHours * hourMs) : null
  return { startsAt, endsAt }
}

/** The hours of a window that a customer may still choose: at least two, or there is no choice. Pure. */
export function slotsOf(window: { startsAt: Date; endsAt: Date | null }, now: Date): Date[] {
  if (!window.endsAt) return []
  const slots: Date[] = []
  for (
    let at = window.startsAt.getTime();
    at < window.endsAt.getTime() && slots.length < slotsMax;
    at += hourMs
  )
    if (at >= now.getTime() + noticeMs) slots.push(new Date(at))
  return slots.length > 1 ? slots : []
}
