/**
 * Public addresses on Incus: a forward of the server's network to its private address, filtered by the network's rules.
 * A bridge has it on the server's member, to which the operator routes the address; an OVN network has it as a whole.
 */
import { z } from 'zod'
import { mapLimited } from '~/lib/kernel/concurrency/map-limited'
import { isId } from '~/lib/kernel/ids'
import type { AddressSpec, CallOptions, SurveyedAddress } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { ownerTags, readOwner } from '../../port/names'
import type { Incus } from '../context'
import { assertOwnInstance, findInstance, toObservation } from '../servers/instance-record'
import { parseAnswer } from '../wire/parse-answer'
import { requireAllMembers, withOfflineMembers } from './ovn/require-members'
import { networkFacts } from './vantage-card'

const instanceTag = 'user.andromede.instance_id'
const networksSchema = z.array(z.object({ name: z.string(), type: z.string(), managed: z.boolean() }))
/** Network types that support forwards. */
const forwarding: readonly string[] = ['bridge', 'ovn']
const networksAtOnce = 8
const forwardsSchema = z.array(
  z.object({
    listen_address: z.string(),
    location: z.string().nullish(),
    config: z.record(z.string(), z.string()),
  }),
)
type Forward = {
  network: string
  address: string
  member: string | null
  config: Record<string, string>
}

/** Directs the address to this server and to no other. */
export async function directAddress(incus: Incus, spec: AddressSpec, options: CallOptions): Promise<void> {
  const { addressId: resourceId, instanceId: targetId, ...rest } = spec
  await direct(incus, { resourceId, targetId, ...rest }, await findTarget(incus, targetId, options), options)
}

type Lead = { resourceId: string; organisationId: string; address: string; targetId: string }
type Place = {
  network: string
  privateAddress: string
  member: string | null
  isOvn: boolean
  /** Members whose forwards stay until a later call: nothing can be changed there, and they lead nowhere. */
  offline?: readonly string[]
}

/** Directs the address to this place and to no other, for a public address or a balancer. */
export async function direct(
  incus: Incus,
  { resourceId, organisationId, address, targetId }: Lead,
  to: Place,
  options: CallOptions,
): Promise<void> {
  const config = {
    ...ownerTags({ resourceId, organisationId, installation: incus.installation }),
    [instanceTag]: targetId,
    target_address: to.privateAddress,
  }
  let isThere = false
  let isChecked = false
  const change = async (method: 'PUT' | 'POST' | 'DELETE', path: string, json?: unknown) => {
    if (!isChecked && to.isOvn) await requireAllMembers(incus, options.signal)
    isChecked = true
    await changeForward(incus, method, path, options, json)
  }
  for (const forward of await listForwards(incus, options, address)) {
    if (!isOurs(incus, forward))
      throw new DriverError('conflict_not_ours', {
        rawText: `the address ${address} has a foreign forward on ${forward.network}`,
      })
    if (forward.network !== to.network || forward.member !== to.member) {
      if (forward.member !== null && to.offline?.includes(forward.member)) continue
      await change('DELETE', pathOf(forward))
      continue
    }
    isThere = true
    const differs = Object.entries(config).some(([key, value]) => forward.config[key] !== value)
    if (!differs) continue
    await change('PUT', pathOf(forward), { description, config, ports: [] })
  }
  if (isThere) return
  const json = { listen_address: address, description, config, ports: [] }
  await change('POST', inDefault(`/1.0/networks/${to.network}/forwards`, to.member), json)
}

/** Removes the forward of the address if it is this one of ours. */
export async function undirectAddress(
  incus: Incus,
  { addressId, address }: Pick<AddressSpec, 'addressId' | 'address'>,
  options: CallOptions,
): Promise<void> {
  for (const forward of await listForwards(incus, options, address))
    if (isOurs(incus, forward) && readOwner(forward.config)?.resourceId === addressId)
      await changeForward(incus, 'DELETE', pathOf(forward), options)
}

/** Removes every forward of this resource. */
export async function undirect(incus: Incus, resourceId: string, options: CallOptions): Promise<void> {
  for (const forward of await listForwards(incus, options))
    if (isOurs(incus, forward) && readOwner(forward.config)?.resourceId === resourceId)
      await changeForward(incus, 'DELETE', pathOf(forward), options)
}

/** The private addresses to which forwards of this resource on this network lead. */
export async function listTargets(
  incus: Incus,
  resourceId: string,
  network: string,
  options: CallOptions,
): Promise<string[]> {
  const forwards = (await listForwardsOf(incus, network, options)).filter(
    (forward) => isOurs(incus, forward) && readOwner(forward.config)?.resourceId === resourceId,
  )
  return forwards.flatMap(({ config }) => config.target_address ?? [])
}

export type BalancerForward = {
  balancerId: string
  organisationId: string
  address: string
  /** The private address to which it leads. */
  to: string
  member: string | null
}

/** The forwards of balancers. */
export async function surveyBalancerForwards(incus: Incus, options: CallOptions): Promise<BalancerForward[]> {
  return (await listForwards(incus, options)).flatMap((forward): BalancerForward[] => {
    const { address, member, config } = forward
    const owner = readOwner(config)
    if (!isOurs(incus, forward) || !isId('balancer', owner?.resourceId)) return []
    const { resourceId: balancerId, organisationId } = owner
    return [{ balancerId, organisationId, address, to: config.target_address ?? '', member }]
  })
}

/** Those of balancers belong to their balancer. */
export async function surveyAddresses(incus: Incus, options: CallOptions): Promise<SurveyedAddress[]> {
  const forwards = await listForwards(incus, options)
  return forwards
    .filter((forward) => isOurs(incus, forward) && !isId('balancer', readOwner(forward.config)?.resourceId))
    .map(({ address, config }) => ({
      addressId: readOwner(config)?.resourceId ?? '',
      organisationId: readOwner(config)?.organisationId ?? '',
      address,
      instanceId: config[instanceTag] ?? '',
    }))
}

const description = 'Andromède'

const isOurs = (incus: Incus, { config }: Forward) => readOwner(config)?.installation === incus.installation

const inDefault = (path: string, member: string | null) =>
  `${path}?${new URLSearchParams({ project: 'default', ...(member === null ? {} : { target: member }) })}`

const pathOf = ({ network, address, member }: Forward) =>
  inDefault(`/1.0/networks/${network}/forwards/${address}`, member)

/** A deletion of nothing is a success. */
async function changeForward(
  incus: Incus,
  method: 'PUT' | 'POST' | 'DELETE',
  path: string,
  options: CallOptions,
  json?: unknown,
): Promise<void> {
  const request = { ...options, ...(json === undefined ? {} : { json }) }
  await incus.http.request(method, path, request).catch(async (error: unknown) => {
    if (method === 'DELETE' && error instanceof DriverError && error.code === 'not_found') return
    throw await withOfflineMembers(incus, error, options.signal)
  })
}

/**
 * Lists the forwards of all addresses, or of one. Reads network by network from the cluster's database:
 * `network-allocations` queries every member and fails as a whole while one is dead.
 */
async function listForwards(incus: Incus, options: CallOptions, only?: string): Promise<Forward[]> {
  const networks = await read(incus, networksSchema, '/1.0/networks?recursion=1&project=default', options)
  const names = networks.filter(({ managed, type }) => managed && forwarding.includes(type))
  const found = await mapLimited(names, networksAtOnce, ({ name }) => listForwardsOf(incus, name, options))
  return found.flat().filter(({ address }) => !only || address === only)
}

/** None for a network that does not exist, or not any more. */
async function listForwardsOf(incus: Incus, network: string, options: CallOptions): Promise<Forward[]> {
  const path = `/1.0/networks/${network}/forwards?recursion=1&project=default`
  const forwards = await read(incus, forwardsSchema, path, options).catch((error: unknown) => {
    if (error instanceof DriverError && error.code === 'not_found') return []
    throw error
  })
  return forwards.map(({ listen_address: address, location, config }) => ({
    network,
    address,
    // Empty for an OVN network, `none` without a cluster.
    member: location && location !== 'none' ? location : null,
    config,
  }))
}

const read = async <S extends z.ZodType>(
  incus: Incus,
  schema: S,
  path: string,
  options: CallOptions,
): Promise<z.output<S>> =>
  parseAnswer(schema, (await incus.http.request('GET', path, options)).metadata, path)

async function findTarget(incus: Incus, instanceId: string, options: CallOptions): Promise<Place> {
  const found = await findInstance(incus, instanceId, { ...options, withState: true })
  if (!found) throw new DriverError('not_found', { params: { resourceId: instanceId } })
  const { record } = found
  assertOwnInstance(incus, instanceId, record)
  const card = Object.values(record.expanded_devices).find((device) => device.type === 'nic')
  const seen = toObservation(
    record,
    { resourceId: instanceId, installation: incus.installation },
    incus.now(),
  )
  const privateAddress = card?.['ipv4.address'] ?? (seen.exists ? seen.addresses[0] : undefined)
  if (!card?.network || !privateAddress)
    throw new DriverError('state_forbids', { rawText: 'the server has no address that is known' })
  const { isOvn } = await networkFacts(incus, card.network, options.signal)
  const member = !isOvn && record.location && record.location !== 'none' ? record.location : null
  return { network: card.network, privateAddress, member, isOvn }
}
