import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readZoneCalendar } from '~/lib/incidents'
import { zoneCalendarParams } from '~/lib/incidents/schema'

/** Work announced in a zone, for calendar programs of anybody. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'public', schema: zoneCalendarParams },
  async (ctx, input) =>
    new FileAnswer('maintenance.ics', 'text/calendar; charset=utf-8', await readZoneCalendar(ctx, input)),
)
