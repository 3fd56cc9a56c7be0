import { z } from 'zod'

export const ruleSchema = z.object({
  action: z.string(),
  state: z.string(),
  protocol: z.string().optional(),
  source: z.string().optional(),
  destination: z.string().optional(),
  destination_port: z.string().optional(),
})

export type AclRule = z.output<typeof ruleSchema>
