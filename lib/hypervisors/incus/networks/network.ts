import { BlockList, isIPv4 } from 'node:net'
import { z } from 'zod'
import type { Incus } from '../context'
import { parseAnswer } from '../wire/parse-answer'

const networkSchema = z.object({ managed: z.boolean(), config: z.record(z.string(), z.string()) })

/**
 * Returns the network card of a server without a private network: that of the default profile. It gets this address
 * when its network is a managed bridge with a range that contains it; otherwise DHCP assigns one, which the observation
 * reports.
 */
export async function addressDevices(
  incus: Incus,
  address: string | null,
  signal: AbortSignal,
): Promise<Record<string, Record<string, string>>> {
  const nic = await incus.usualCard(signal)
  if (nic === null) return {}
  if (address === null || !isIPv4(address)) return { [nic.device]: nic.settings }
  const range = await rangeOf(incus, nic.network, signal)
  if (!range || !rangeContains(range, address)) return { [nic.device]: nic.settings }
  return { [nic.device]: { ...nic.settings, 'ipv4.address': address } }
}

/** Returns the bridge address, such as `10.77.0.1/24`, of a managed network; undefined for any other. */
export async function rangeOf(incus: Incus, name: string, signal: AbortSignal): Promise<string | undefined> {
  const answer = await incus.http.request('GET', incus.path(`/1.0/networks/${name}`), { signal })
  const network = parseAnswer(networkSchema, answer.metadata, 'a network')
  return network.managed ? network.config['ipv4.address'] : undefined
}

/** Whether `address` is in the range of the bridge `10.77.0.1/24` and is not the bridge itself. */
export function rangeContains(bridge: string, address: string): boolean {
  const [gateway, bits] = bridge.split('/')
  if (!gateway || !isIPv4(gateway) || !/^\d{1,2}$/.test(bits ?? '') || Number(bits) > 32) return false
  const list = new BlockList()
  list.addSubnet(gateway, Number(bits))
  return address !== gateway && list.check(address)
}
