import { defineRoute } from '~/app/_server/define-route'
import { getOrder } from '~/lib/ordering'
import { orderParams } from '~/lib/ordering/schema'

export const GET = defineRoute({ surface: 'portal', scope: 'organisation', schema: orderParams }, getOrder)
