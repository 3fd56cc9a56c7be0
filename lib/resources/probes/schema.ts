import { z } from 'zod'
import { lineField } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'

const probeId = idField('instanceProbe')
const instanceId = idField('instance')

/** TCP and HTTP need a port, ICMP must have none; the use case checks it. */
const probeFields = {
  name: lineField(40),
  protocol: z.enum(['icmp', 'tcp', 'http']),
  port: z.number().int().min(1).max(65_535).nullish(),
  alertAfter: z.number().int().min(1).max(10),
  alertsByMail: z.boolean().default(false),
}

export const createProbeInput = z.strictObject({ instanceId, ...probeFields })
export type CreateProbeInput = z.output<typeof createProbeInput>
export const changeProbeInput = z.strictObject({ probeId, ...probeFields })
export type ChangeProbeInput = z.output<typeof changeProbeInput>
export const removeProbeInput = z.strictObject({ probeId })
