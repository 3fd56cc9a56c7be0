'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { acceptQuotaRequest, refuseQuotaRequest } from '~/lib/limits'
import { acceptQuotaRequestInput, refuseQuotaRequestInput } from '~/lib/limits/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const acceptQuotaRequestAction = defineAction(
  { ...staff, schema: acceptQuotaRequestInput },
  async (ctx, input) => {
    await acceptQuotaRequest(ctx, input)
    refresh()
  },
)

export const refuseQuotaRequestAction = defineAction(
  { ...staff, schema: refuseQuotaRequestInput },
  async (ctx, input) => {
    await refuseQuotaRequest(ctx, input)
    refresh()
  },
)
