import { BlockList, isIPv6 } from 'node:net'
import { z } from 'zod'
import { isManagementRange, isRangeOfIpv6 } from '~/lib/kernel/net/management-range'
import type { AclRule } from '../acl-rule'
import type { Incus } from '../context'
import { parseAnswer } from '../wire/parse-answer'
import { isPrivateBridge } from './bridge-name'

const serverSchema = z.object({
  environment: z.object({
    addresses: z.array(z.string()).nullish(),
    server_clustered: z.boolean().nullish(),
  }),
})
const membersSchema = z.array(z.object({ server_name: z.string(), status: z.string(), url: z.string() }))
const networksSchema = z.array(
  z.object({ name: z.string(), config: z.record(z.string(), z.string()).nullish() }),
)
const memberMs = 5_000

export type ManagementRule = { action: 'drop'; state: 'enabled'; destination: string }

/**
 * Addresses that no rule names: customers' private ranges, whose addresses are those of bridges; loopback; and link-local
 * addresses, which are blocked as a whole.
 */
const unnamed = new BlockList()
unnamed.addSubnet('10.128.0.0', 9)
unnamed.addSubnet('127.0.0.0', 8)
unnamed.addAddress('::1', 'ipv6')
unnamed.addSubnet('fe80::', 10, 'ipv6')

/**
 * Returns the rules that keep servers away from the hypervisor: `own`, its addresses on their network or on its uplink
 * (DNS and DHCP pass before any rule), the addresses of its API and of the cluster's members, and the management ranges.
 */
export async function managementRules(
  incus: Incus,
  own: readonly string[],
  signal: AbortSignal,
): Promise<ManagementRule[]> {
  const { destinations } = await listBlockedRanges(incus, own, signal)
  const blocked = [...new Set([...own, ...[...destinations].sort()])]
  const families = [blocked.filter((range) => !isRangeOfIpv6(range)), blocked.filter(isRangeOfIpv6)]
  return families
    .filter((each) => each.length > 0)
    .map((each) => ({ action: 'drop', state: 'enabled', destination: each.join(',') }))
}

/**
 * Whether rules equal those that `managementRules` would write now. An offline member cannot report its addresses, so
 * rules may then block more addresses than the other members report.
 */
export async function hasManagementRules(
  incus: Incus,
  own: readonly string[],
  egress: readonly AclRule[],
  signal: AbortSignal,
): Promise<boolean> {
  const { isWhole } = await listBlockedRanges(incus, own, signal)
  const wanted = destinationsOf(await managementRules(incus, own, signal))
  const isPlain = egress.every(
    ({ action, state, protocol, source, destination, destination_port: ports }) =>
      action === 'drop' && state === 'enabled' && destination && !protocol && !source && !ports,
  )
  if (!isPlain) return false
  const found = destinationsOf(egress)
  const hasAll = [...wanted].every((each) => found.has(each))
  return hasAll && (!isWhole || found.size === wanted.size)
}

const destinationsOf = (rules: readonly { destination?: string | undefined }[]) =>
  new Set(rules.flatMap(({ destination }) => destination?.split(',') ?? []))

async function listBlockedRanges(incus: Incus, own: readonly string[], signal: AbortSignal) {
  const { addresses, isWhole } = await incus.recently.once('management addresses', () =>
    listListening(incus, signal),
  )
  const destinations = [...own, ...addresses, ...incus.managementRanges]
  return { destinations, isWhole }
}

/**
 * Lists the addresses at which each member's API listens or at which we reach it, without those of private
 * networks. Each member is queried for its own, so the answer does not depend on the member that serves us. `isWhole`:
 * all answered.
 */
async function listListening(incus: Incus, signal: AbortSignal) {
  const get = async <S extends z.ZodType>(
    schema: S,
    path: string,
    timeoutMs?: number,
  ): Promise<z.output<S>> =>
    parseAnswer(
      schema,
      (await incus.http.request('GET', path, { signal, ...(timeoutMs ? { timeoutMs } : {}) })).metadata,
      path,
    )
  const { environment } = await get(serverSchema, '/1.0')
  const members = environment.server_clustered
    ? await get(membersSchema, '/1.0/cluster/members?recursion=1')
    : []
  const online = members.filter(({ status }) => status !== 'Offline')
  const others = await Promise.all(
    online.map(({ server_name: name }) =>
      get(serverSchema, `/1.0?${new URLSearchParams({ target: name })}`, memberMs),
    ),
  )
  const own = [{ environment }, ...others].flatMap((server) => server.environment.addresses ?? [])
  const ofMembers = members.map(({ url }) => url.replace(/^https:\/\//, ''))
  const reachedAt = incus.http.places.map(({ host }) => host)
  const addresses = [...[...own, ...ofMembers].map(withoutPort), ...reachedAt].filter(
    (address) => isManagementRange(address) && !unnamed.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'),
  )
  const isWhole = online.length === members.length
  if (!addresses.some((address) => isIPv6(address))) return { addresses, isWhole }
  // Where its API listens on every address, it also does on those of customers' bridges.
  const networks = await get(networksSchema, '/1.0/networks?recursion=1&project=default')
  const ofBridges = new Set(
    networks.flatMap(({ name, config }) =>
      isPrivateBridge(name) ? [config?.['ipv6.address']?.split('/')[0]] : [],
    ),
  )
  return { addresses: addresses.filter((address) => !ofBridges.has(address)), isWhole }
}

/** `10.90.0.1:8443` and `[2001:db8::1]:8443` without their port. */
const withoutPort = (text: string) => text.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
