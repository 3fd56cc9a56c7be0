import { defineSignedRoute } from '~/app/_server/define-signed-route'
import { takeCardNotice } from '~/lib/billing'

export const POST = defineSignedRoute({ surface: 'portal', header: 'x-card-signature' }, takeCardNotice)
