import { defineRoute } from '~/app/_server/define-route'
import { getSaga } from '~/lib/resources'
import { sagaIdInput } from '~/lib/resources/schema'

export const GET = defineRoute({ surface: 'operator', scope: 'staff', schema: sagaIdInput }, getSaga)
