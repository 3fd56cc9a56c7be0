import { defineRoute } from '~/app/_server/define-route'
import { listSagas } from '~/lib/resources'
import { listSagasInput } from '~/lib/resources/schema'

export const GET = defineRoute({ surface: 'operator', scope: 'staff', schema: listSagasInput }, listSagas)
