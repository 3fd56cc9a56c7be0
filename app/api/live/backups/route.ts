import { z } from 'zod'
import { defineRoute } from '~/app/_server/define-route'
import { listBackups } from '~/lib/resources'

/** What the page of backups looks at again and again while it is open. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: z.strictObject({}) },
  (ctx) => listBackups(ctx),
)
