import { z } from 'zod'
import { defineRoute } from '~/app/_server/define-route'
import { readStock } from '~/lib/ordering'

export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: z.strictObject({}) },
  (ctx) => readStock(ctx),
)
