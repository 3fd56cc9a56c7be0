import type { CallOptions, OutsideAnswer, OutsideTarget } from '../port/driver'
import { deadlineError } from '../port/driver-error'
import { isFlowAllowed } from '../port/firewall'
import { isOutage } from './fault-names'
import { strike } from './observe'
import { instanceSubject } from './own-objects'
import { findInstance, findSimulatedAddress, findSimulatedNetwork } from './queries/index'
import { isListening, sshBanner, sshPort } from './simulated-guest'
import { type Simulator, transact } from './simulator'

/** Follows the connection as a packet would: address, route to a server, rules of its network, the guest. */
export async function probeFromOutside(
  simulator: Simulator,
  { address, port, from }: OutsideTarget,
  { signal }: CallOptions,
): Promise<OutsideAnswer> {
  if (signal.aborted) throw deadlineError(signal)
  return transact(simulator, async (tx): Promise<OutsideAnswer> => {
    const route = await findSimulatedAddress(tx, address)
    if (!route) return { state: 'no_route', text: `no router announces ${address}` }
    const silent: OutsideAnswer = { state: 'no_answer', text: `no answer on ${address} port ${port}` }
    const instance = await findInstance(tx, route.leadsTo)
    if (instance?.power !== 'running') return silent
    const struck = await strike(tx, 'probe', instanceSubject(instance.resourceId ?? '', instance))
    if (struck.has('vantage-away')) return { state: 'unknown', text: 'the vantage does not answer' }
    const network =
      instance.networkName === null ? null : await findSimulatedNetwork(tx, instance.networkName)
    const flow = { protocol: 'tcp' as const, port, source: from, destination: instance.address }
    const isAllowed = network?.hasExit === true && isFlowAllowed(network, flow)
    const isUp = instance.reachableAt !== null && instance.reachableAt <= simulator.now()
    if (!isAllowed || !isUp || [...struck].some(isOutage)) return silent
    if (!isListening(port)) return { state: 'refused', text: `port ${port} refused` }
    return { state: 'open', text: port === sshPort ? sshBanner : 'connected' }
  })
}
