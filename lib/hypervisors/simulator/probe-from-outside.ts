import { isIPv6 } from 'node:net'
import type { SimulatorTx } from '~/db/simulator-client'
import type { CallOptions, OutsideAnswer, OutsideTarget } from '../port/driver'
import { deadlineError } from '../port/driver-error'
import { isFlowAllowed } from '../port/firewall'
import { isOutage } from './fault-names'
import { strike } from './observe'
import { instanceSubject } from './own-objects'
import {
  findInstance,
  findInstanceAt,
  findNetworkAround,
  findSimulatedAddress,
  findSimulatedNetwork,
  type SimulatedInstance,
} from './queries/index'
import { heldAddresses, isListening, sshBanner, sshPort } from './simulated-guest'
import { type Simulator, transact } from './simulator'

/** Follows the connection as a packet would: address, route to a server, rules of its network, the guest. */
export async function probeFromOutside(
  simulator: Simulator,
  { address, port, from }: OutsideTarget,
  { signal }: CallOptions,
): Promise<OutsideAnswer> {
  if (signal.aborted) throw deadlineError(signal)
  return transact(simulator, async (tx): Promise<OutsideAnswer> => {
    const route = isIPv6(address) ? await routeOf6(tx, address) : await routeOf(tx, address)
    if (!route) return { state: 'no_route', text: `no router announces ${address}` }
    const { instance, destination } = route
    const silent: OutsideAnswer = { state: 'no_answer', text: `no answer on ${address} port ${port}` }
    if (instance?.power !== 'running') return silent
    const struck = await strike(tx, 'probe', instanceSubject(instance.resourceId ?? '', instance))
    if (struck.has('vantage-away')) return { state: 'unknown', text: 'the vantage does not answer' }
    const network =
      instance.networkName === null ? null : await findSimulatedNetwork(tx, instance.networkName)
    const flow = { protocol: 'tcp' as const, port, source: from, destination }
    const isAllowed = network?.hasExit === true && isFlowAllowed(network, flow)
    const isUp = instance.reachableAt !== null && instance.reachableAt <= simulator.now()
    const isHeld = heldAddresses(instance).includes(destination)
    if (!isAllowed || !isUp || !isHeld || [...struck].some(isOutage)) return silent
    if (!isListening(port)) return { state: 'refused', text: `port ${port} refused` }
    return { state: 'open', text: port === sshPort ? sshBanner : 'connected' }
  })
}

type Route = { instance: SimulatedInstance | null; destination: string }

/** A public IPv4 address leads to the private one of a server. */
async function routeOf(tx: SimulatorTx, address: string): Promise<Route | null> {
  const found = await findSimulatedAddress(tx, address)
  const instance = found && (await findInstance(tx, found.leadsTo))
  return found && { instance, destination: instance?.address ?? '' }
}

/** The /64 of a network is routed to it; the server's own address is public. */
async function routeOf6(tx: SimulatorTx, address: string): Promise<Route | null> {
  if (!(await findNetworkAround(tx, address))) return null
  return { instance: await findInstanceAt(tx, address), destination: address }
}
