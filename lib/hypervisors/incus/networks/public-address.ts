/**
 * Public addresses on Incus: a forward of the server's bridge on the server's member. Traffic to the address goes to
 * the server's private address, filtered by its network's rules. The operator routes the address to the member.
 */
import { z } from 'zod'
import { mapLimited } from '~/lib/kernel/concurrency/map-limited'
import type { AddressSpec, CallOptions, SurveyedAddress } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { ownerTags, readOwner } from '../../port/names'
import type { Incus } from '../context'
import { assertOwnInstance, findInstance, toObservation } from '../servers/instance-record'
import { parseAnswer } from '../wire/parse-answer'

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
  const { addressId, organisationId, address, instanceId } = spec
  const to = await findTarget(incus, instanceId, options)
  const config = {
    ...ownerTags({ resourceId: addressId, organisationId, installation: incus.installation }),
    [instanceTag]: instanceId,
    target_address: to.privateAddress,
  }
  let isThere = false
  for (const forward of await listForwards(incus, options, address)) {
    if (!isOurs(incus, forward))
      throw new DriverError('conflict_not_ours', {
        rawText: `the address ${address} has a foreign forward on ${forward.network}`,
      })
    if (forward.network !== to.network || forward.member !== to.member) {
      await remove(incus, forward, options)
      continue
    }
    isThere = true
    const differs = Object.entries(config).some(([key, value]) => forward.config[key] !== value)
    if (!differs) continue
    await incus.http.request('PUT', pathOf(forward), { ...options, json: { description, config, ports: [] } })
  }
  if (isThere) return
  const json = { listen_address: address, description, config, ports: [] }
  await incus.http.request('POST', inDefault(`/1.0/networks/${to.network}/forwards`, to.member), {
    ...options,
    json,
  })
}

/** Removes the forward of the address if it is this one of ours. */
export async function undirectAddress(
  incus: Incus,
  { addressId, address }: Pick<AddressSpec, 'addressId' | 'address'>,
  options: CallOptions,
): Promise<void> {
  for (const forward of await listForwards(incus, options, address))
    if (isOurs(incus, forward) && readOwner(forward.config)?.resourceId === addressId)
      await remove(incus, forward, options)
}

export async function surveyAddresses(incus: Incus, options: CallOptions): Promise<SurveyedAddress[]> {
  const forwards = await listForwards(incus, options)
  return forwards
    .filter((forward) => isOurs(incus, forward))
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

async function remove(incus: Incus, forward: Forward, options: CallOptions): Promise<void> {
  await incus.http.request('DELETE', pathOf(forward), options).catch((error: unknown) => {
    if (!(error instanceof DriverError) || error.code !== 'not_found') throw error
  })
}

/**
 * Lists the forwards of all addresses, or of one. Reads network by network from the cluster's database:
 * `network-allocations` queries every member and fails as a whole while one is dead.
 */
async function listForwards(incus: Incus, options: CallOptions, only?: string): Promise<Forward[]> {
  const read = async <S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>> =>
    parseAnswer(schema, (await incus.http.request('GET', path, options)).metadata, path)
  const networks = await read(networksSchema, '/1.0/networks?recursion=1&project=default')
  const names = networks.filter(({ managed, type }) => managed && forwarding.includes(type))
  const found = await mapLimited(names, networksAtOnce, async ({ name: network }) => {
    const path = `/1.0/networks/${network}/forwards?recursion=1&project=default`
    const forwards = await read(forwardsSchema, path).catch((error: unknown) => {
      // Deleted since the networks were listed.
      if (error instanceof DriverError && error.code === 'not_found') return []
      throw error
    })
    return forwards
      .filter(({ listen_address: address }) => !only || address === only)
      .map(({ listen_address: address, location, config }) => ({
        network,
        address,
        member: location === 'none' ? null : (location ?? null),
        config,
      }))
  })
  return found.flat()
}

async function findTarget(incus: Incus, instanceId: string, options: CallOptions) {
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
  const member = record.location && record.location !== 'none' ? record.location : null
  return { network: card.network, privateAddress, member }
}
