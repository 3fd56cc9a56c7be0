'use server'
import { defineAction } from '~/app/_server/define-action'
import { resubmitOrganisation } from '~/lib/identity'
import { resubmitOrganisationInput } from '~/lib/identity/schema'

export const resubmitOrganisationAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: resubmitOrganisationInput },
  resubmitOrganisation,
)
