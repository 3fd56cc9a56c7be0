import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readZoneCalendar } from '~/lib/incidents'
import { zoneCalendarParams } from '~/lib/incidents/schema'

/** The maintenance of a zone, for calendar programs; public. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'public', schema: zoneCalendarParams },
  async (ctx, input) =>
    new FileAnswer('maintenance.ics', 'text/calendar; charset=utf-8', await readZoneCalendar(ctx, input)),
)
