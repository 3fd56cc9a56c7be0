import { defineRoute } from '~/app/_server/define-route'
import { searchPlatform } from '~/lib/search'
import { searchInput } from '~/lib/search/schema'

/** What the operator's command palette finds. */
export const GET = defineRoute({ surface: 'operator', scope: 'staff', schema: searchInput }, searchPlatform)
