import { defineSignedRoute } from '~/app/_server/define-signed-route'
import { receiveCardNotice } from '~/lib/billing'

export const POST = defineSignedRoute({ surface: 'portal', header: 'x-card-signature' }, receiveCardNotice)
