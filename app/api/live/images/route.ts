import { z } from 'zod'
import { defineRoute } from '~/app/_server/define-route'
import { listImages } from '~/lib/resources'

/** Polled by the images page. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: z.strictObject({}) },
  (ctx) => listImages(ctx),
)
