import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

const networkId = idField('network')

const name = z.string().trim().min(1).max(40)
export const createNetworkInput = z.strictObject({
  projectId: idField('project'),
  zoneId: idField('zone'),
  name,
  /** Left out, the installation allots one. */
  range: z.string().trim().max(18).optional(),
  /** False: nothing leaves it and nothing enters. */
  hasExit: z.boolean().default(true),
})
export type CreateNetworkInput = z.output<typeof createNetworkInput>

export const peeringInput = z.strictObject({ networkId, peerId: networkId })
export type PeeringInput = z.output<typeof peeringInput>

export const disconnectFromNetworkInput = z.strictObject({ instanceId: idField('instance'), networkId })
export type DisconnectFromNetworkInput = z.output<typeof disconnectFromNetworkInput>
export const connectToNetworkInput = disconnectFromNetworkInput.extend({
  /** Left out or empty, the lowest free one. */
  address: z.string().trim().max(15).optional(),
})
export type ConnectToNetworkInput = z.output<typeof connectToNetworkInput>

export const networkIdInput = z.strictObject({ networkId })
export const renameNetworkInput = networkIdInput.extend({ name })
export type RenameNetworkInput = z.output<typeof renameNetworkInput>
