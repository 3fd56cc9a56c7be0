import { isIPv4 } from 'node:net'
import { z } from 'zod'
import type { CallOptions, NetworkSpec } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { isOurs, ownerTags, readOwner, spareNetworkOwner } from '../../port/names'
import { neighbourRule, ruleSchema, toAclRules } from '../acl-rule'
import type { Incus } from '../context'
import { parseAnswer } from '../wire/parse-answer'
import { listMembers } from '../zone/list-members'
import { bridgeName } from './bridge-name'
import { managementRules } from './management-rules'
import { filterTag, ovnAcl } from './ovn/ovn-acl'
import { createOvnNetwork, uplinkOf, uplinkRanges } from './ovn/ovn-network'
import { applyPeers } from './ovn/ovn-peers'
import { withOfflineMembers } from './ovn/require-members'
import { differing6, gateway6Of, ipv6Config } from './range6'

const configSchema = z.record(z.string(), z.string())
export const networkSchema = z.object({
  status: z.string(),
  description: z.string().nullish(),
  config: configSchema,
})

export const aclSchema = z.object({
  config: configSchema,
  ingress: z.array(ruleSchema),
  egress: z.array(ruleSchema).default([]),
})

/**
 * Ensures the network with its range, and returns its name. A network created by this call allows what its rules allow
 * and nothing else; later changes of rules go through `applyRules` only. Networks and their rules are in Incus' default
 * project, because restricted projects have none of their own. It is an OVN network, or a bridge; on a cluster each
 * member has a bridge of this name, and servers on two members cannot connect over it.
 */
export async function ensurePrivateNetwork(
  incus: Incus,
  spec: NetworkSpec,
  { signal }: CallOptions,
): Promise<string> {
  const name = bridgeName(incus.installation, spec.networkId)
  await ensureAcl(incus, name, spec, signal)
  const known = await findInDefault(incus, networkSchema, `/1.0/networks/${name}`, signal)
  if (known) assertOurs(incus, spec, name, known.config)
  if (known?.status === 'Created') {
    await ensureRange6(incus, name, spec, known.config, signal)
    return name
  }
  const config = { ...(await networkConfig(incus, name, spec, signal)), ...tags(incus, spec) }
  if (incus.ovn)
    await createOvnNetwork(
      incus,
      { name, description, config },
      { isErrored: known?.status === 'Errored', signal },
    )
  else await createBridges(incus, { name, description, config }, signal)
  const made = await findInDefault(incus, networkSchema, `/1.0/networks/${name}`, signal)
  if (made?.status !== 'Created')
    throw new DriverError('operation_failed', {
      rawText: `the network ${name} is ${made?.status ?? 'absent'}`,
    })
  assertOurs(incus, spec, name, made.config)
  return name
}

/**
 * Puts the rules in force on every member, by this call. The rules that Incus shows prove nothing: a change that one
 * member does not confirm is visible until it is rolled back, and the members that confirmed it may keep it. So the
 * rules are always written, and only a successful answer counts.
 */
export async function applyRules(incus: Incus, spec: NetworkSpec, { signal }: CallOptions): Promise<void> {
  try {
    const name = await ensurePrivateNetwork(incus, spec, { signal })
    await incus.http.request('PUT', inDefault(`/1.0/network-acls/${name}`), {
      signal,
      json: await aclBody(incus, name, spec, signal),
      timeoutMs: writeMs,
    })
    await setEgress(incus, name, spec, signal)
    if (incus.ovn) await applyPeers(incus, name, peersOf(incus, spec), signal)
    await tagNetwork(incus, name, spec, signal)
  } catch (error) {
    throw await withOfflineMembers(incus, error, signal)
  }
}

const peersOf = (incus: Incus, { peers = [] }: NetworkSpec) =>
  peers.map((peer) => ({ ...peer, name: bridgeName(incus.installation, peer.networkId) }))

/** Longer than other requests: Incus waits for a member that has just died. */
const writeMs = 20_000
const description = 'Andromède'
export const egressKey = 'security.acls.default.egress.action'

/** Comes after the rules: until then outbound traffic that they allow would be dropped. */
async function setEgress(incus: Incus, name: string, spec: NetworkSpec, signal: AbortSignal): Promise<void> {
  const known = await findInDefault(incus, networkSchema, `/1.0/networks/${name}`, signal)
  const action = egressAction(incus, spec)
  if (!known || known.config[egressKey] === action) return
  const json = { config: { [egressKey]: action } }
  const options = { signal, json, timeoutMs: writeMs }
  await incus.http.request('PATCH', inDefault(`/1.0/networks/${name}`), options)
}

/**
 * Gives the network its /64, which it lacks when it was made in advance, or has another one after a change from outside,
 * and the settings by which its servers take their addresses. Its router is closed to servers first; the rules of customers
 * stay as they are.
 */
async function ensureRange6(
  incus: Incus,
  name: string,
  spec: NetworkSpec,
  known: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const where = { isOvn: incus.ovn !== null }
  if (differing6(known, spec, where).length === 0) return
  const config = ipv6Config(spec, where)
  const path = `/1.0/network-acls/${name}`
  const acl = await findInDefault(incus, aclSchema, path, signal)
  if (acl) {
    const management = await managementRules(incus, await ownRanges(incus, spec, signal), signal)
    const allowing = acl.egress.filter(({ action }) => action !== 'drop')
    const json = { ...acl, description, egress: [...management, ...allowing] }
    await incus.http.request('PUT', inDefault(path), { signal, json, timeoutMs: writeMs })
  }
  const options = { signal, json: { config }, timeoutMs: writeMs }
  await incus.http.request('PATCH', inDefault(`/1.0/networks/${name}`), options)
}

/**
 * A spare network has no owner tags until rules are first written for a project. While a member is dead an OVN network
 * cannot get them: its rules, which have theirs, are in force, and a later write adds them.
 */
async function tagNetwork(incus: Incus, name: string, spec: NetworkSpec, signal: AbortSignal): Promise<void> {
  const known = await findInDefault(incus, networkSchema, `/1.0/networks/${name}`, signal)
  if (!known || isTagged(incus, spec, known.config)) return
  const json = { config: tags(incus, spec) }
  await incus.http
    .request('PATCH', inDefault(`/1.0/networks/${name}`), { signal, json, timeoutMs: writeMs })
    .catch((error: unknown) => {
      const mayWait = incus.ovn && error instanceof DriverError && error.code === 'member_down'
      if (!mayWait) throw error
    })
}

export async function createBridges(
  incus: Incus,
  { name, ...rest }: { name: string; description: string; config: Record<string, string> },
  signal: AbortSignal,
): Promise<void> {
  for (const { name: member } of await listMembers(incus, signal))
    await post(incus, '/1.0/networks', { target: member }, { name, type: 'bridge' }, signal)
  await post(incus, '/1.0/networks', {}, { name, type: 'bridge', ...rest }, signal)
}

/** Returns the address of the bridge, `10.128.4.1/22`, in the range `10.128.4.0/22`. */
export function gatewayOf(range: string): string {
  const [base = '', prefix = ''] = range.split('/')
  return `${base.replace(/\d+$/, (last) => String(Number(last) + 1))}/${prefix}`
}

/**
 * Returns the range `10.128.4.0/22` of a bridge with the address `10.128.4.1/22`; null when the text is no such
 * address.
 */
export function rangeOf(gateway: string): string | null {
  const [address = '', prefix = ''] = gateway.split('/')
  if (!isIPv4(address) || !/^\d+$/.test(prefix)) return null
  const number = toNumber(address)
  return `${toAddress(number - (number % 2 ** (32 - Number(prefix))))}/${prefix}`
}

/** Returns a range of one address, the last: `10.128.7.254-10.128.7.254` in `10.128.4.0/22`. */
export function spareRange(range: string): string {
  const [base = '', prefix = ''] = range.split('/')
  const last = toAddress(toNumber(base) + 2 ** (32 - Number(prefix)) - 2)
  return `${last}-${last}`
}

const toNumber = (address: string) => address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
const toAddress = (number: number) =>
  [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.')

async function networkConfig(incus: Incus, name: string, spec: NetworkSpec, signal: AbortSignal) {
  return {
    ...(incus.ovn ? ovnExit(incus, spec) : await usualExit(incus, spec, signal)),
    'ipv4.address': gatewayOf(spec.range),
    ...ipv6Config(spec, { isOvn: incus.ovn !== null }),
    // A server that requests an address before its reservation is known gets one that is allotted to no server, or
    // waits.
    'ipv4.dhcp.ranges': spareRange(spec.range),
    'security.acls': name,
    'security.acls.default.ingress.action': 'drop',
    [egressKey]: egressAction(incus, spec),
  }
}

const ovnExit = (incus: Incus, { hasExit }: NetworkSpec) =>
  hasExit
    ? { network: uplinkOf(incus), 'ipv4.nat': 'true' }
    : // In place of an uplink: the network has no router to others.
      { network: 'none', 'ipv4.nat': 'false' }

/** Outgoing traffic is translated as on the network that the operator set up. */
async function usualExit(incus: Incus, { hasExit }: NetworkSpec, signal: AbortSignal) {
  const nic = await incus.usualCard(signal)
  const usual = nic && (await findInDefault(incus, networkSchema, `/1.0/networks/${nic.network}`, signal))
  return { 'ipv4.nat': hasExit ? (usual?.config['ipv4.nat'] ?? 'true') : 'false' }
}

async function ensureAcl(incus: Incus, name: string, spec: NetworkSpec, signal: AbortSignal): Promise<void> {
  const path = `/1.0/network-acls/${name}`
  const known = await findInDefault(incus, aclSchema, path, signal)
  if (known) return assertOurs(incus, spec, name, known.config)
  await post(incus, '/1.0/network-acls', {}, await aclBody(incus, name, spec, signal), signal)
  const made = await findInDefault(incus, aclSchema, path, signal)
  if (!made) throw new DriverError('operation_failed', { rawText: `the rules ${name} are absent` })
  assertOurs(incus, spec, name, made.config)
}

const aclBody = async (incus: Incus, name: string, spec: NetworkSpec, signal: AbortSignal) => ({
  name,
  description,
  config: { ...tags(incus, spec), ...(incus.ovn ? filterTag(spec) : {}) },
  // Incus puts the rules that drop first, so no rule of a customer opens the way to the hypervisor.
  egress: [
    ...(await managementRules(incus, await ownRanges(incus, spec, signal), signal)),
    ...aclOf(incus, spec).egress,
  ],
  ingress: aclOf(incus, spec).ingress,
})

const aclOf = (incus: Incus, spec: NetworkSpec) => (incus.ovn ? ovnAcl(spec) : bridgeAcl(spec))

const bridgeAcl = ({ rules, egress, range, range6 }: NetworkSpec) => ({
  egress: [
    ...(egress === 'listed' ? [range, ...(range6 ? [range6] : [])].map(neighbourRule) : []),
    ...rules.filter(({ direction }) => direction === 'out').flatMap(toAclRules),
  ],
  ingress: rules.filter(({ direction }) => direction === 'in').flatMap(toAclRules),
})

const egressAction = (incus: Incus, { egress }: NetworkSpec) =>
  !incus.ovn && egress === 'open' ? 'allow' : 'drop'

/** Addresses of the hypervisor on a bridge. Over IPv6 it always has its link-local one. */
export const bridgeAddresses = (gateway: string, gateway6: string | null = null): string[] => [
  ...[gateway, ...(gateway6 ? [gateway6] : [])].map((each) => each.split('/')[0] ?? ''),
  'fe80::/10',
]

/** The hypervisor is not on an OVN network: a router leads from there to the uplink, on which members may listen. */
const ownRanges = async (incus: Incus, { range, range6 }: NetworkSpec, signal: AbortSignal) =>
  incus.ovn
    ? uplinkRanges(incus, signal)
    : bridgeAddresses(gatewayOf(range), range6 ? gateway6Of(range6) : null)

export const inDefault = (path: string, query: Record<string, string> = {}) =>
  `${path}?${new URLSearchParams({ project: 'default', ...query })}`

const tags = (incus: Incus, spec: NetworkSpec) =>
  ownerTags({
    resourceId: spec.networkId,
    organisationId: spec.organisationId,
    installation: incus.installation,
  })

const isTagged = (incus: Incus, spec: NetworkSpec, config: Record<string, string>) =>
  Object.entries(tags(incus, spec)).every(([key, value]) => config[key] === value)

/** @throws DriverError `conflict_not_ours` */
export function assertOurs(
  incus: Incus,
  spec: Pick<NetworkSpec, 'networkId' | 'organisationId'>,
  name: string,
  config: Record<string, string>,
): void {
  // Until a cluster has applied the whole definition, a new network has no tags.
  if (Object.keys(config).length === 0) return
  const owner = readOwner(config)
  if (isOurs(owner, spec.networkId, incus.installation)) {
    // Lost rows gave it to another organisation, and that organisation's servers are on it.
    const isFree = [spec.organisationId, spareNetworkOwner].includes(owner?.organisationId ?? '')
    if (isFree) return
    throw new DriverError('conflict_not_ours', { rawText: `the network ${name} is another organisation's` })
  }
  throw new DriverError('conflict_not_ours', {
    rawText: `the network ${name} was not made by this installation`,
  })
}

export async function findInDefault<S extends z.ZodType>(
  incus: Incus,
  schema: S,
  path: string,
  signal: AbortSignal,
) {
  const answer = await incus.http.request('GET', inDefault(path), { signal }).catch((error: unknown) => {
    if (error instanceof DriverError && error.code === 'not_found') return null
    throw error
  })
  return answer && parseAnswer(schema, answer.metadata, path)
}

/** Creates the object, or accepts that another call created it; callers check what exists afterwards. */
async function post(
  incus: Incus,
  path: string,
  query: Record<string, string>,
  json: unknown,
  signal: AbortSignal,
): Promise<void> {
  await incus.http.request('POST', inDefault(path, query), { signal, json }).catch((error: unknown) => {
    const isThere =
      error instanceof DriverError &&
      (error.code === 'conflict_not_ours' || /already (defined|exists)/i.test(error.rawText))
    if (!isThere) throw error
  })
}
