import { isIPv4 } from 'node:net'
import { z } from 'zod'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import { parseAnswer } from '../wire/parse-answer'
import { listMembers } from '../zone/list-members'
import { isPrivateBridge } from './bridge-name'
import { vantagesMax } from './ovn/vantage-addresses'
import { inDefault } from './private-network'

/**
 * The probed network of a member, and the vantage's address on it; null where DHCP assigned one. `isReserved`: the
 * network itself assigns it to the card.
 */
export type VantageCard = { bridge: string; address: string | null; isReserved: boolean }

const factsSchema = z.object({ type: z.string().default(''), config: z.record(z.string(), z.string()) })

/** The type of a managed network and its gateway, such as `10.128.4.1/22`. */
export function networkFacts(incus: Incus, name: string, signal: AbortSignal) {
  return incus.recently.once(`facts of ${name}`, async () => {
    const answer = await incus.http.request('GET', inDefault(`/1.0/networks/${name}`), { signal })
    const { type, config } = parseAnswer(factsSchema, answer.metadata, 'a network')
    return { isOvn: type === 'ovn', gateway: config['ipv4.address'] ?? '' }
  })
}

/**
 * Returns the vantage that probes the servers of a member on this network. A bridge ends at its member, so its vantages
 * share one address. An OVN network spans members: the first eight have vantages with addresses of their own, which also
 * probe the servers of the others.
 */
export async function vantageOn(
  incus: Incus,
  bridge: string,
  member: string | null,
  signal: AbortSignal,
): Promise<{ member: string | null; card: VantageCard }> {
  if (!isPrivateBridge(bridge)) return { member, card: { bridge, address: null, isReserved: false } }
  const { isOvn, gateway } = await networkFacts(incus, bridge, signal)
  const [first = '', prefix = ''] = gateway.split('/')
  if (!isIPv4(first)) throw new DriverError('vantage_away', { rawText: `the network ${bridge} has no range` })
  const at = (slot: number) => `${first.replace(/\d+$/, (last) => String(Number(last) + 1 + slot))}/${prefix}`
  if (!isOvn || member === null) return { member, card: { bridge, address: at(0), isReserved: isOvn } }
  const members = await incus.recently.once('names of members', async () =>
    (await listMembers(incus, signal)).map(({ name }) => name).sort(),
  )
  const slot = Math.max(members.indexOf(member), 0) % vantagesMax
  return { member: members[slot] ?? member, card: { bridge, address: at(slot), isReserved: true } }
}
