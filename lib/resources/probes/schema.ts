import { z } from 'zod'
import { lineField } from '~/lib/identity/schema'
import { type Id, isId } from '~/lib/kernel/ids'

const probeId = z.custom<Id<'instanceProbe'>>((value) => isId('instanceProbe', value), 'id')
const instanceId = z.custom<Id<'instance'>>((value) => isId('instance', value), 'id')

/** A port goes with TCP and HTTP, and with nothing else; the use case looks. */
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
