import { z } from 'zod'
import { defineRoute } from '~/app/_server/define-route'
import { idField } from '~/lib/kernel/id-field'
import { readBalancer } from '~/lib/resources'

/** A load balancer as shown on its page. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: z.strictObject({ id: idField('balancer') }) },
  (ctx, { id }) => readBalancer(ctx, { balancerId: id }),
)
