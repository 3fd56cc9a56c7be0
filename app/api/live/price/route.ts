import { defineRoute } from '~/app/_server/define-route'
import { priceCart } from '~/lib/ordering'
import { priceCartInput } from '~/lib/ordering/schema'

export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: priceCartInput },
  priceCart,
)
