'use server'
import { defineAction } from '~/app/_server/define-action'
import { chooseRenewal, leaveCommitment } from '~/lib/usage'
import { chooseRenewalInput, leaveCommitmentInput } from '~/lib/usage/schema'

const inOrganisation = { surface: 'portal', scope: 'organisation' } as const

export const chooseRenewalAction = defineAction(
  { ...inOrganisation, schema: chooseRenewalInput },
  chooseRenewal,
)

export const leaveCommitmentAction = defineAction(
  { ...inOrganisation, schema: leaveCommitmentInput },
  leaveCommitment,
)
