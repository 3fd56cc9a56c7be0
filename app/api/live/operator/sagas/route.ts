import { defineRoute } from '~/app/_server/define-route'
import { listSagas } from '~/lib/provisioning'
import { listSagasInput } from '~/lib/provisioning/schema'

export const GET = defineRoute({ surface: 'operator', scope: 'staff', schema: listSagasInput }, listSagas)
