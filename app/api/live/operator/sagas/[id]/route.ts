import { defineRoute } from '~/app/_server/define-route'
import { getSaga } from '~/lib/provisioning'
import { sagaIdInput } from '~/lib/provisioning/schema'

export const GET = defineRoute({ surface: 'operator', scope: 'staff', schema: sagaIdInput }, getSaga)
