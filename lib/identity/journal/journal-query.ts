import { endOfParisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import type { JournalFilter } from './queries/journal'
import type { JournalExportInput } from './schema'

/** Converts days in Paris to the instants of the query. Pure. */
export function toJournalQuery({ event, actorId, from, to }: JournalExportInput): JournalFilter {
  return {
    event,
    actorId,
    from: from ? startOfParisDay(from) : null,
    to: to ? endOfParisDay(to) : null,
  }
}
