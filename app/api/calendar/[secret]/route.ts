import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readOwnCalendar } from '~/lib/incidents'
import { calendarSecretParams } from '~/lib/incidents/schema'

/** An organisation's maintenance calendar, for calendar programs with its secret address. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'public', schema: calendarSecretParams },
  async (ctx, input) =>
    new FileAnswer('maintenance.ics', 'text/calendar; charset=utf-8', await readOwnCalendar(ctx, input)),
)
