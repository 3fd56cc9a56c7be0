'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { readNotices } from '~/lib/identity'
import { readNoticesInput } from '~/lib/identity/schema'

export const readNoticesAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: readNoticesInput },
  async (ctx, input) => {
    await readNotices(ctx, input)
    refresh()
  },
)
