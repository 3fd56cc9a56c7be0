import { defineRoute } from '~/app/_server/define-route'
import { readInbox } from '~/lib/inbox'
import { noInput } from '~/lib/kernel/no-input'

/** Polled by the menu, the bell and the home page of an organisation. */
export const GET = defineRoute({ surface: 'portal', scope: 'organisation', schema: noInput }, readInbox)
