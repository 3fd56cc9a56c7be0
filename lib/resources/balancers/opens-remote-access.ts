import type { Doubt } from '../firewall/judge-change'

export type RemoteAccess = Exclude<Doubt, 'shuts_you_out'>
type Ports = {
  listeners: readonly { port: number }[]
  pool: { serverPort: number }
}

const doubtOf: Record<number, RemoteAccess> = { 22: 'ssh_to_everyone', 3389: 'rdp_to_everyone' }

/**
 * What these settings open to the whole internet that a person has to confirm: a port of SSH or RDP, of the balancer or
 * of its servers. What the former settings opened in the same place is not new. Pure.
 */
export function opensRemoteAccess(settings: Ports, former?: Ports): RemoteAccess[] {
  const had = former ? openingsOf(former) : []
  const opened = openingsOf(settings).filter(
    ({ place, port }) => !had.some((each) => each.place === place && each.port === port),
  )
  return [...new Set(opened.flatMap(({ port }) => doubtOf[port] ?? []))].sort().reverse()
}

const openingsOf = ({ listeners, pool }: Ports) => [
  ...listeners.map(({ port }) => ({ place: 'balancer', port })),
  { place: 'servers', port: pool.serverPort },
]

/** For the texts: which of the two, or both. Pure. */
export const remoteAccessName = (opened: readonly RemoteAccess[]): 'ssh' | 'rdp' | 'both' =>
  opened.length > 1 ? 'both' : opened[0] === 'rdp_to_everyone' ? 'rdp' : 'ssh'
