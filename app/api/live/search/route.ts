import { defineRoute } from '~/app/_server/define-route'
import { searchOrganisation } from '~/lib/search'
import { searchInput } from '~/lib/search/schema'

/** What the command palette finds in an organisation. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: searchInput },
  searchOrganisation,
)
