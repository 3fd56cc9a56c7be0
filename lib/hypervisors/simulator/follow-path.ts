import { isIPv6 } from 'node:net'
import type { SimulatorTx } from '~/db/simulator-client'
import { contains, readAddress, readCidr } from '~/lib/kernel/net/cidr'
import { isFlowAllowed } from '../port/firewall'
import {
  findInstanceAt,
  findNetworkAround,
  findSimulatedNetwork,
  listCardsOf,
  listServersAt,
  type SimulatedInstance,
  type SimulatedNetwork,
} from './queries/index'
import { heldAddresses, isListening } from './simulated-guest'

/** What a new connection between two servers of a simulated zone meets: the server at its end, or nothing. */
export type PathOutcome = { is: 'open'; server: string } | { is: 'refused' | 'no_answer' }

/**
 * Follows a connection to an address of a server as a packet would. To a private one: by the card on the network with this range, otherwise by the
 * first card and the networks that its own is peered with. The rules of each network apply, and the other side must have
 * the peering too.
 */
export async function followPath(
  tx: SimulatorTx,
  from: SimulatedInstance,
  { address, port }: { address: string; port: number },
): Promise<PathOutcome> {
  if (isIPv6(address)) return followPath6(tx, from, { address, port })
  const cards = await listCardsOf(tx, from)
  for (const card of cards) {
    const network = await findSimulatedNetwork(tx, card.networkName)
    if (network && isIn(network.range, address))
      return arrive(tx, [network], network, { source: card.address, address, port })
  }
  const [first] = cards
  const own = first && (await findSimulatedNetwork(tx, first.networkName))
  for (const name of own?.peers ?? []) {
    const peer = await findSimulatedNetwork(tx, name)
    if (own && peer?.peers.includes(own.name) && isIn(peer.range, address))
      return arrive(tx, [own, peer], peer, { source: first.address, address, port })
  }
  return { is: 'no_answer' }
}

/** Over IPv6 the first card alone sends, and each /64 is routed to its network, also without a peering. */
async function followPath6(
  tx: SimulatorTx,
  from: SimulatedInstance,
  { address, port }: { address: string; port: number },
): Promise<PathOutcome> {
  const source = heldAddresses(from).find(isIPv6)
  const own = from.networkName === null ? null : await findSimulatedNetwork(tx, from.networkName)
  const target = await findNetworkAround(tx, address)
  if (!source || !own || !target) return { is: 'no_answer' }
  const flow = { protocol: 'tcp' as const, port, source, destination: address }
  const passed = own.name === target.name ? [target] : [own, target]
  if (!passed.every((network) => isFlowAllowed(network, flow))) return { is: 'no_answer' }
  const server = await findInstanceAt(tx, address)
  if (server?.power !== 'running' || !heldAddresses(server).includes(address)) return { is: 'no_answer' }
  return isListening(port) ? { is: 'open', server: server.name } : { is: 'refused' }
}

async function arrive(
  tx: SimulatorTx,
  passed: readonly SimulatedNetwork[],
  target: SimulatedNetwork,
  { source, address, port }: { source: string; address: string; port: number },
): Promise<PathOutcome> {
  const flow = { protocol: 'tcp' as const, port, source, destination: address }
  if (!passed.every((network) => isFlowAllowed(network, flow))) return { is: 'no_answer' }
  const server = (await listServersAt(tx, target.name, address)).find(({ power }) => power === 'running')
  if (!server) return { is: 'no_answer' }
  return isListening(port) ? { is: 'open', server: server.name } : { is: 'refused' }
}

function isIn(range: string, text: string): boolean {
  const [cidr, address] = [readCidr(range), readAddress(text)]
  return cidr !== null && address !== null && contains(cidr, address)
}
