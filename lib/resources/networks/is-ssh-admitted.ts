import { isFlowAllowed, type NetworkSpec } from '~/lib/hypervisors'

/** Whether a network's rules let SSH in from this address to the server with this private address. Pure. */
export const isSshAdmitted = (network: NetworkSpec, privateAddress: string, source: string): boolean =>
  isFlowAllowed(network, { protocol: 'tcp', port: 22, source, destination: privateAddress })
