'use server'
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
  { ...organisation, schema: changeBillingInput, refresh: true },
  changeBilling,
)

export const acceptLegalVersionsAction = defineAction(
  { ...organisation, schema: acceptLegalVersionsInput, refresh: true },
  acceptLegalVersions,
)

export const allowSelfApprovalAction = defineAction(
  { ...organisation, schema: allowSelfApprovalInput, refresh: true },
  allowSelfApproval,
)

export const forbidSelfApprovalAction = defineAction(
  { ...organisation, schema: forbidSelfApprovalInput, refresh: true },
  forbidSelfApproval,
)
