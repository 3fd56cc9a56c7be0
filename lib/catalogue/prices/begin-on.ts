import { DomainError } from '~/lib/kernel/errors'
import { parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'

/**
 * The instant from which what is published on this day counts. Today, or no day, is at once: its beginning is past, and
 * nothing published begins in the past. Pure.
 *
 * @throws DomainError `invalid_input` about `day`
 */
export function beginOn(day: string, now: Date): Date {
  const today = parisDay(now)
  if (day === '' || day === today) return now
  if (day < today) throw new DomainError('invalid_input', { field: 'day', params: { reason: 'day_past' } })
  return startOfParisDay(day)
}
