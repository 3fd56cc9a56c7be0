'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { acceptLegalVersions, allowSelfApproval, changeBilling, forbidSelfApproval } from '~/lib/identity'
import {
  acceptLegalVersionsInput,
  allowSelfApprovalInput,
  changeBillingInput,
  forbidSelfApprovalInput,
} from '~/lib/identity/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const changeBillingAction = defineAction(
  { ...organisation, schema: changeBillingInput },
  async (ctx, input) => {
    await changeBilling(ctx, input)
    refresh()
  },
)

export const acceptLegalVersionsAction = defineAction(
  { ...organisation, schema: acceptLegalVersionsInput },
  async (ctx, input) => {
    await acceptLegalVersions(ctx, input)
    refresh()
  },
)

export const allowSelfApprovalAction = defineAction(
  { ...organisation, schema: allowSelfApprovalInput },
  async (ctx, input) => {
    await allowSelfApproval(ctx, input)
    refresh()
  },
)

export const forbidSelfApprovalAction = defineAction(
  { ...organisation, schema: forbidSelfApprovalInput },
  async (ctx) => {
    await forbidSelfApproval(ctx)
    refresh()
  },
)
