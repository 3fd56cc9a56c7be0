import { DomainError } from '~/lib/kernel/errors'
import { parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'

/**
 * Returns the instant at which a publication for this day takes effect. Today, or no day, means at once: the start of
 * the day is past, and nothing takes effect in the past. Pure.
 *
 * @throws DomainError `invalid_input` about `day`
 */
export function effectiveInstant(day: string, now: Date): Date {
  const today = parisDay(now)
  if (day === '' || day === today) return now
  if (day < today) throw new DomainError('invalid_input', { field: 'day', params: { reason: 'day_past' } })
  return startOfParisDay(day)
}
