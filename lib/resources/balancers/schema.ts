import { z } from 'zod'
import { balancerAlgorithms, balancerProtocols } from '~/lib/hypervisors/client'
import { idField } from '~/lib/kernel/id-field'
import { resourceName } from '../common/fields'
import { listenersMax } from './listeners'

const port = z.int().min(1).max(65_535)
const tagPart = z.string().min(1).max(60)
/** The answer to the question that settings which open SSH or RDP to everyone ask. */
const confirm = z.literal(true).optional()

export const balancerSettingsInput = z.strictObject({
  listeners: z
    .array(
      z.strictObject({
        port,
        protocol: z.enum(balancerProtocols),
        certificateId: idField('certificate').nullable(),
        redirectsToHttps: z.boolean(),
      }),
    )
    .min(1)
    .max(listenersMax, 'listeners_too_many'),
  pool: z.strictObject({
    serverPort: port,
    algorithm: z.enum(balancerAlgorithms).default('round_robin'),
    check: z.strictObject({
      protocol: z.enum(['tcp', 'http']),
      path: z
        .string()
        .regex(/^\/[!-~]{0,199}$/, 'check_path')
        .nullable(),
      intervalSeconds: z.int().min(1).max(60),
      rise: z.int().min(1).max(10),
      fall: z.int().min(1).max(10),
    }),
    isSticky: z.boolean(),
    instanceIds: z.array(idField('instance')).max(100),
    tags: z.array(z.strictObject({ key: tagPart, value: tagPart })).max(10),
  }),
})

/** The balancer of an order line: on this network, with this reserved address, or one that is ordered with it. */
export const orderedBalancerInput = z.strictObject({
  networkId: idField('network'),
  addressId: idField('publicAddress').optional(),
  settings: balancerSettingsInput,
  confirm,
})
export type OrderedBalancerInput = z.output<typeof orderedBalancerInput>

export const balancerIdInput = z.strictObject({ balancerId: idField('balancer') })
export const listBalancersInput = z.strictObject({ projectId: idField('project').optional() })
export const changeBalancerInput = balancerIdInput.extend({ settings: balancerSettingsInput, confirm })
export type ChangeBalancerInput = z.output<typeof changeBalancerInput>
export const renameBalancerInput = balancerIdInput.extend({ name: resourceName })
