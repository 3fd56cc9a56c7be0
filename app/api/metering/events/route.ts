import { defineKeyedRoute } from '~/app/_server/define-keyed-route'
import { receiveMetering } from '~/lib/usage'

export const POST = defineKeyedRoute({ surface: 'operator' }, receiveMetering)
