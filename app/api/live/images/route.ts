import { z } from 'zod'
import { defineRoute } from '~/app/_server/define-route'
import { listImages } from '~/lib/resources'

/** What the page of images looks at again and again while it is open. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: z.strictObject({}) },
  (ctx) => listImages(ctx),
)
