import type { Incus } from '../context'
import type { InstanceRecord } from '../servers/instance-record'
import { isPrivateBridge } from './bridge-name'
import { isFurtherCard } from './cards'
import { createOvnNetwork } from './ovn/ovn-network'
import { createBridges, findInDefault, networkSchema } from './private-network'
import { remove } from './remove-network'

const description = 'Andromède, for a restore'
const config = { 'ipv4.address': 'none', 'ipv6.address': 'none' }

/**
 * Runs `change` while the networks of these further cards exist: Incus cannot remove a card from a server whose network is
 * gone. Those that are missing are made without addresses, and removed afterwards, also after an earlier call that died.
 */
export async function withNetworksOf(
  incus: Incus,
  devices: InstanceRecord['devices'],
  signal: AbortSignal,
  change: () => Promise<void>,
): Promise<void> {
  const standIns: string[] = []
  for (const [device, { network = '' }] of Object.entries(devices)) {
    if (!isFurtherCard(device) || !isPrivateBridge(network)) continue
    const known = await findInDefault(incus, networkSchema, `/1.0/networks/${network}`, signal)
    if (known && known.description !== description) continue
    standIns.push(network)
    if (!known) await make(incus, network, signal)
  }
  await change()
  for (const name of standIns) await remove(incus, `/1.0/networks/${name}`, signal)
}

async function make(incus: Incus, name: string, signal: AbortSignal): Promise<void> {
  if (incus.ovn)
    await createOvnNetwork(
      incus,
      { name, description, config: { ...config, network: 'none' } },
      { isErrored: false, signal },
    )
  else await createBridges(incus, { name, description, config }, signal)
}
