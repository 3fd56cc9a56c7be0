import { defineKeyedRoute } from '~/app/_server/define-keyed-route'
import { takeMetering } from '~/lib/usage'

export const POST = defineKeyedRoute({ surface: 'operator' }, takeMetering)
