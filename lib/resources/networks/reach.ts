import type { InstanceState } from '~/db/schema/resources/compute'
import type { NetworkStanding } from './network-standing'
import type { SshOpening } from './ssh-opening'

/** A public address that should route to the server, as far as the hypervisor has confirmed it. */
export type PublicRoute = { address: string; isApplied: boolean; isUnverified: boolean; isFailing: boolean }

/** The keys that root accepts: those of the order, those already on the copied disk, or none. */
type AcceptedKeys = 'chosen' | 'source' | 'none'

/** Whether an SSH server runs from the first boot, as its image states. */
export type SshServer = 'present' | 'absent' | 'unknown'

export type ReachFacts = {
  state: InstanceState
  /** Its private address; null before it has one. */
  address: string | null
  publicRoutes: readonly PublicRoute[]
  /** Its IPv6 address, and whether its system was seen with it; null without. */
  public6: { address: string; isTaken: boolean } | null
  /** Its name in DNS and the addresses that it leads to; null while none is published. */
  name: { text: string; addresses: readonly string[] } | null
  /** `unknown`: it is on no network that our rows know. */
  network: { ssh: SshOpening; ssh6: SshOpening; standing: NetworkStanding } | 'unknown'
  keys: AcceptedKeys
  sshServer: SshServer
}

/**
 * Whether SSH passes from the internet to the server: `open…`, or the first obstacle. `rules_pending` and
 * `rules_unsure`: the rules let SSH in, but the hosts have not confirmed them. `not_taken`: the server's system was not
 * seen with its IPv6 address, which it asks for by DHCPv6.
 */
export type PublicWay =
  | 'open_everywhere'
  | 'open_some'
  | 'closed'
  | 'rules_pending'
  | 'rules_unsure'
  | 'attaching'
  | 'attach_failing'
  | 'unverified'
  | 'not_taken'

type OpenWay = 'open_everywhere' | 'open_some'
type Family = 'IPv4' | 'IPv6'

/** The family over which SSH does not pass to a name that is reached over the other one, and the first obstacle. */
type BlockedFamily = { family: Family; is: Exclude<PublicWay, OpenWay> }

/** One way to reach a server. `command` is null when the way does not lead to a shell now. */
export type Way =
  | { by: 'public'; is: PublicWay; address: string; command: string | null }
  | { by: 'name'; address: string; command: string | null; blocked: BlockedFamily | null }
  | { by: 'console' }
  | { by: 'private'; is: 'within'; address: string; command: string | null }

export type Reach =
  | { is: 'running'; keys: AcceptedKeys; sshServer: SshServer; ways: Way[] }
  | { is: 'not_yet' | 'stopped' | 'in_rescue' | 'ended' }

const reachByState: Record<InstanceState, Reach['is']> = {
  creating: 'not_yet',
  running: 'running',
  stopping: 'stopped',
  stopped: 'stopped',
  starting: 'not_yet',
  restarting: 'not_yet',
  resizing: 'not_yet',
  moving: 'not_yet',
  restoring: 'stopped',
  entering_rescue: 'in_rescue',
  in_rescue: 'in_rescue',
  leaving_rescue: 'stopped',
  lost: 'ended',
  recovering: 'not_yet',
  deleted: 'ended',
  purging: 'ended',
  purged: 'ended',
  failed: 'ended',
}

/** The ways to reach a server, in order of use: open public addresses, name, blocked ones, console, private. Pure. */
export function reachOf(facts: ReachFacts): Reach {
  const { state, address, publicRoutes, public6, name, network, keys, sshServer } = facts
  const is = reachByState[state]
  if (is !== 'running') return { is }
  const commandTo = (target: string, option = '') => (keys === 'none' ? null : `ssh ${option}root@${target}`)
  const toWay = (address: string, is: PublicWay): Way & { by: 'public' } => ({
    by: 'public',
    is,
    address,
    command: isOpen(is) ? commandTo(address) : null,
  })
  const publicWays = [
    ...publicRoutes.map((route) => toWay(route.address, publicWayOf(route, network))),
    ...(public6 ? [toWay(public6.address, public6.isTaken ? wayByRules(network, 'ssh6') : 'not_taken')] : []),
  ]
  const open = publicWays.filter((way) => isOpen(way.is))
  const ways: Way[] = [
    ...open,
    ...nameWay(name, publicWays, commandTo),
    ...publicWays.filter((way) => !isOpen(way.is)),
    { by: 'console' },
  ]
  if (address !== null) ways.push({ by: 'private', is: 'within', address, command: commandTo(address) })
  return { is, keys, sshServer, ways }
}

/**
 * The name of the server; with a command once SSH passes to every address that the name leads to over one family at least.
 * Clients may try either family first, so the command names the only one that is open.
 */
function nameWay(
  name: ReachFacts['name'],
  publicWays: readonly { address: string; is: PublicWay }[],
  commandTo: (target: string, option?: string) => string | null,
): Way[] {
  if (name === null) return []
  const { text: address, addresses } = name
  const families = (['IPv4', 'IPv6'] as const).flatMap((family) => {
    const own = addresses.filter((each) => familyOf(each) === family)
    if (own.length === 0) return []
    const ways = own.map((each) => publicWays.find((way) => way.address === each)?.is ?? 'rules_unsure')
    return [{ family, obstacle: ways.find((is) => !isOpen(is)) ?? null }]
  })
  const blocked = families.find(({ obstacle }) => obstacle !== null)
  const open = families.find(({ obstacle }) => obstacle === null)
  if (!open) return [{ by: 'name', address, command: null, blocked: null }]
  if (!blocked?.obstacle) return [{ by: 'name', address, command: commandTo(address), blocked: null }]
  const command = commandTo(address, open.family === 'IPv4' ? '-4 ' : '-6 ')
  return [{ by: 'name', address, command, blocked: { family: blocked.family, is: blocked.obstacle } }]
}

const familyOf = (address: string): Family => (address.includes(':') ? 'IPv6' : 'IPv4')

/** The hypervisor is applying a route or rules that the ways depend on: the page refreshes sooner. Pure. */
export function isReachSettling(reach: Reach | null): boolean {
  return (
    reach?.is === 'running' &&
    reach.ways.some((way) => way.by === 'public' && (way.is === 'attaching' || way.is === 'rules_pending'))
  )
}

function publicWayOf(
  { isApplied, isUnverified, isFailing }: PublicRoute,
  network: ReachFacts['network'],
): PublicWay {
  if (isUnverified) return 'unverified'
  if (!isApplied) return isFailing ? 'attach_failing' : 'attaching'
  return wayByRules(network, 'ssh')
}

function wayByRules(network: ReachFacts['network'], family: 'ssh' | 'ssh6'): PublicWay {
  if (network === 'unknown') return 'rules_unsure'
  if (network[family] === 'nowhere') return 'closed'
  if (network.standing === 'pending') return 'rules_pending'
  if (network.standing !== 'in_force') return 'rules_unsure'
  return network[family] === 'everywhere' ? 'open_everywhere' : 'open_some'
}

const isOpen = (way: PublicWay): way is OpenWay => way === 'open_everywhere' || way === 'open_some'
