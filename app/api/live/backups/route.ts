import { z } from 'zod'
import { defineRoute } from '~/app/_server/define-route'
import { listBackups } from '~/lib/resources'

/** Polled by the backups page. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: z.strictObject({}) },
  (ctx) => listBackups(ctx),
)
