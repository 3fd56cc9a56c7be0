'use server'
import { defineAction } from '~/app/_server/define-action'
import { endCalendar, renewCalendar } from '~/lib/incidents'
import { noInput } from '~/lib/kernel/no-input'

export const renewCalendarAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: noInput },
  renewCalendar,
)

export const endCalendarAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: noInput },
  endCalendar,
)
