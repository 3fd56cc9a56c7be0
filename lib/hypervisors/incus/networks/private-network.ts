import { createHash } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { z } from 'zod'
import type { CallOptions, NetworkSpec } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { isOurs, ownerTags, readOwner, spareNetworkOwner } from '../../port/names'
import { neighbourRule, ruleSchema, toAclRules } from '../acl-rule'
import type { Incus } from '../context'
import { parseAnswer } from '../wire/parse-answer'
import { listMembers } from '../zone/list-members'
import { managementRules } from './management-rules'

const configSchema = z.record(z.string(), z.string())
export const networkSchema = z.object({ status: z.string(), config: configSchema })

export const aclSchema = z.object({
  config: configSchema,
  ingress: z.array(ruleSchema),
  egress: z.array(ruleSchema).default([]),
})

/** A bridge name is a Linux interface name: at most fifteen characters. */
export function bridgeName(installation: string, networkId: string): string {
  return `an${createHash('sha256').update(`${installation}/${networkId}`).digest('hex').slice(0, 12)}`
}

/**
 * Ensures the network with its range, and returns its name. A network created by this call allows what its rules allow
 * and nothing else; later changes of rules go through `applyRules` only. Bridges and their rules are in Incus' default
 * project, because restricted projects have none of their own. On a cluster each member has a bridge of this name, and
 * servers on two members cannot connect over it.
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
  if (known?.status === 'Created') return name
  for (const { name: member } of await listMembers(incus, signal))
    await post(incus, '/1.0/networks', { target: member }, { name, type: 'bridge' }, signal)
  const config = { ...(await networkConfig(incus, name, spec, signal)), ...tags(incus, spec) }
  await post(incus, '/1.0/networks', {}, { name, type: 'bridge', description, config }, signal)
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
    await tagNetwork(incus, name, spec, signal)
    await incus.http.request('PUT', inDefault(`/1.0/network-acls/${name}`), {
      signal,
      json: await aclBody(incus, name, spec, signal),
      timeoutMs: writeMs,
    })
    await setEgress(incus, name, spec, signal)
  } catch (error) {
    throw await withOfflineMembers(incus, error, signal)
  }
}

/** Longer than other requests: Incus waits for a member that has just died. */
const writeMs = 20_000
const description = 'Andromède'
export const egressKey = 'security.acls.default.egress.action'

/** Comes after the rules: until then outbound traffic that they allow would be dropped. */
async function setEgress(incus: Incus, name: string, spec: NetworkSpec, signal: AbortSignal): Promise<void> {
  const known = await findInDefault(incus, networkSchema, `/1.0/networks/${name}`, signal)
  const action = egressAction(spec)
  if (!known || known.config[egressKey] === action) return
  const json = { config: { [egressKey]: action } }
  const options = { signal, json, timeoutMs: writeMs }
  await incus.http.request('PATCH', inDefault(`/1.0/networks/${name}`), options)
}

/** A spare network has no owner tags until rules are first written for a project. */
async function tagNetwork(incus: Incus, name: string, spec: NetworkSpec, signal: AbortSignal): Promise<void> {
  const known = await findInDefault(incus, networkSchema, `/1.0/networks/${name}`, signal)
  if (!known || isTagged(incus, spec, known.config)) return
  const json = { config: tags(incus, spec) }
  await incus.http.request('PATCH', inDefault(`/1.0/networks/${name}`), { signal, json })
}

/** Returns the failure with the offline members in `params.hosts`, as far as they can be listed. */
async function withOfflineMembers(incus: Incus, error: unknown, signal: AbortSignal): Promise<unknown> {
  if (!(error instanceof DriverError) || signal.aborted) return error
  const members = await listMembers(incus, signal).catch(() => [])
  const hosts = members.filter(({ isOnline }) => !isOnline).map(({ name }) => name)
  if (hosts.length === 0) return error
  const { code, rawText, params } = error
  return new DriverError(code, { rawText, params: { ...params, hosts: hosts.join(' ') }, cause: error })
}

export const isPrivateBridge = (name: string): boolean => /^an[0-9a-f]{12}$/.test(name)

/** Returns the address of our vantage on this network, such as `10.128.4.2/22`, the one after the bridge's own. */
export async function vantageAddress(incus: Incus, bridge: string, signal: AbortSignal): Promise<string> {
  return incus.recently.once(`vantage address on ${bridge}`, async () => {
    const network = await findInDefault(incus, networkSchema, `/1.0/networks/${bridge}`, signal)
    const [gateway = '', prefix = ''] = (network?.config['ipv4.address'] ?? '').split('/')
    if (!isIPv4(gateway))
      throw new DriverError('vantage_away', { rawText: `the network ${bridge} has no range` })
    return `${gateway.replace(/\d+$/, (last) => String(Number(last) + 1))}/${prefix}`
  })
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
  const nic = await incus.usualCard(signal)
  const usual = nic && (await findInDefault(incus, networkSchema, `/1.0/networks/${nic.network}`, signal))
  return {
    'ipv4.address': gatewayOf(spec.range),
    // Outgoing traffic is translated as on the network that the operator set up.
    'ipv4.nat': spec.hasExit ? (usual?.config['ipv4.nat'] ?? 'true') : 'false',
    'ipv6.address': 'none',
    // A server that requests an address before its reservation is known gets one that is allotted to no server, or
    // waits.
    'ipv4.dhcp.ranges': spareRange(spec.range),
    'security.acls': name,
    'security.acls.default.ingress.action': 'drop',
    [egressKey]: egressAction(spec),
  }
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
  config: tags(incus, spec),
  // Incus puts the rules that drop first, so no rule of a customer opens the way to the hypervisor.
  egress: [
    ...(await managementRules(incus, gatewayOf(spec.range), signal)),
    ...(spec.egress === 'listed' ? [neighbourRule(spec.range)] : []),
    ...spec.rules.filter(({ direction }) => direction === 'out').flatMap(toAclRules),
  ],
  ingress: spec.rules.filter(({ direction }) => direction === 'in').flatMap(toAclRules),
})

const egressAction = ({ egress }: NetworkSpec) => (egress === 'open' ? 'allow' : 'drop')

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
