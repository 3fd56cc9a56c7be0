'use server'
import { defineAction } from '~/app/_server/define-action'
import { resubmitOrganisationInput } from '~/lib/identity/schema'
import { resubmitOrganisation } from '~/lib/moderation'

export const resubmitOrganisationAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: resubmitOrganisationInput },
  resubmitOrganisation,
)
