import { endOfParisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import type { JournalFilter } from './queries/journal'
import type { JournalExportInput } from './schema'

/** Days in Paris become the instants between which lines are looked for. Pure. */
export function toJournalQuery({ event, actorId, from, to }: JournalExportInput): JournalFilter {
  return {
    event,
    actorId,
    from: from ? startOfParisDay(from) : null,
    to: to ? endOfParisDay(to) : null,
  }
}
