import { defineRoute } from '~/app/_server/define-route'
import { readBannerNews } from '~/lib/incidents'
import { noInput } from '~/lib/incidents/schema'

/** What the banner above every page of an organisation looks at again and again. */
export const GET = defineRoute({ surface: 'portal', scope: 'organisation', schema: noInput }, readBannerNews)
