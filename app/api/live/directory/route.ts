import { defineRoute } from '~/app/_server/define-route'
import { lookUpOrganisation } from '~/lib/identity'
import { lookUpOrganisationInput } from '~/lib/identity/schema'

export const GET = defineRoute(
  { surface: 'portal', scope: 'public', schema: lookUpOrganisationInput },
  lookUpOrganisation,
)
