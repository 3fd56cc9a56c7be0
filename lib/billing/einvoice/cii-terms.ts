import { parisDay } from '~/lib/kernel/time/paris-day'
import { element, leaf, type XmlNode } from './xml'

/** `20261031`, the standard's date format 102. */
export function dateTime(name: string, day: string): XmlNode {
  return element(name, leaf('udt:DateTimeString', compactDay(day), { format: '102' }))
}

export const compactDay = (day: string) => day.replaceAll('-', '')

/** First and last Paris day of a half-open interval of instants. */
export function daysOf(period: { from: string; to: string }): { from: string; to: string } {
  const from = new Date(period.from)
  const last = Math.max(from.getTime(), new Date(period.to).getTime() - 1)
  return { from: parisDay(from), to: parisDay(new Date(last)) }
}

export function billingPeriod(days: { from: string; to: string }): XmlNode {
  return element(
    'ram:BillingSpecifiedPeriod',
    dateTime('ram:StartDateTime', days.from),
    dateTime('ram:EndDateTime', days.to),
  )
}
