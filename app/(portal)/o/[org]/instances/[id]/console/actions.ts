'use server'
import { defineAction } from '~/app/_server/define-action'
import { openConsole } from '~/lib/console'
import { openConsoleInput } from '~/lib/console/schema'

export const openConsoleAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: openConsoleInput },
  openConsole,
)
