import { defineRoute } from '~/app/_server/define-route'
import { readBannerNews } from '~/lib/incidents'
import { noInput } from '~/lib/kernel/no-input'

/** Polled by the banner of an organisation's pages. */
export const GET = defineRoute({ surface: 'portal', scope: 'organisation', schema: noInput }, readBannerNews)
