'use server'
import { defineAction } from '~/app/_server/define-action'
import { readNotices } from '~/lib/identity'
import { readNoticesInput } from '~/lib/identity/schema'

export const readNoticesAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: readNoticesInput, refresh: true },
  readNotices,
)
