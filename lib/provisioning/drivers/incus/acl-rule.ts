import type { z } from 'zod'
import type { ruleSchema } from './private-network'

export type AclRule = z.output<typeof ruleSchema>
