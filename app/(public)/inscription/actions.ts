'use server'
import { defineAction } from '~/app/_server/define-action'
import { registerOrganisation, signUpOrganisation } from '~/lib/identity'
import { registerOrganisationInput, signUpInput } from '~/lib/identity/schema'

export const signUpAction = defineAction(
  { surface: 'portal', scope: 'public', schema: signUpInput },
  signUpOrganisation,
)

export const registerOrganisationAction = defineAction(
  { surface: 'portal', scope: 'account', schema: registerOrganisationInput },
  registerOrganisation,
)
