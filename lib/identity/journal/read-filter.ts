import { type AuditEventName, auditEvents } from '~/lib/audit/client'
import { isCalendarDay } from '~/lib/kernel/time/calendar-day'

type Query = Readonly<Record<string, string>>

/**
 * Reads the filter from the page's query string. People edit and share addresses, so unknown values are ignored. Pure.
 */
export function readJournalFilter(query: Query, page: number) {
  const dayOf = (text = '') => (isCalendarDay(text) ? text : null)
  return {
    event: (auditEvents.find((name) => name === query.event) ?? null) as AuditEventName | null,
    actorId: query.actor?.slice(0, 60) ?? null,
    from: dayOf(query.from),
    to: dayOf(query.to),
    page: Math.min(page, 10_000),
  }
}

/** Returns the query string of the export for a page: the same filters over all pages. Pure. */
export function journalFileQuery(filter: ReturnType<typeof readJournalFilter>): Record<string, string> {
  const { page: _page, ...rest } = filter
  return Object.fromEntries(
    Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== null),
  )
}
