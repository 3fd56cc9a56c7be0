import { z } from 'zod'
import type { HypervisorFacts } from '~/db/schema/hypervisors'
import type { CallOptions } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { writeAddress } from '../../trust-token'
import { createIncusContext, type Incus } from '../context'
import { imagesSchema, toImageFacts } from '../storage/image-facts'
import type { IncusAddress } from '../wire/address'
import { openIncusHttp } from '../wire/http-client'
import { parseAnswer } from '../wire/parse-answer'
import { readPlace } from './list-silent-hosts'
import { chooseUplink, networkFactsSchema, uplinkRoutes6 } from './uplink'

const serverSchema = z.object({
  auth: z.string(),
  config: z.record(z.string(), z.unknown()).nullish(),
  environment: z
    .object({
      server_name: z.string(),
      server_version: z.string(),
      server_clustered: z.boolean().default(false),
      architectures: z.array(z.string()),
      driver: z.string().default(''),
    })
    .optional(),
})
const memberSchema = z.object({
  server_name: z.string(),
  status: z.string(),
  url: z.string().default(''),
  failure_domain: z.string().default(''),
})
/** The failure domain of members without a configured one. */
const usualDomain = 'default'
const resourcesSchema = z.object({
  cpu: z.object({ total: z.number() }),
  memory: z.object({ total: z.number() }),
})
const spaceSchema = z.object({ space: z.object({ total: z.number() }) })
const poolSchema = z.object({ name: z.string(), driver: z.string() })
type Member = HypervisorFacts['members'][number]

/**
 * Reads everything needed before a zone sells what an Incus has. A cluster member that does not answer is listed as
 * such, without resources.
 *
 * @throws DriverError also `unauthorised` when it does not trust us
 */
export async function readIncusFacts(
  address: IncusAddress & { now: () => Date },
  options: CallOptions,
): Promise<HypervisorFacts> {
  const http = openIncusHttp({ ...address, requestTimeoutMs: 10_000, failureLimit: 5, circuitOpenMs: 10_000 })
  try {
    return await read(
      createIncusContext({ http, project: 'default', installation: 'none', now: address.now }),
      options,
    )
  } finally {
    await http.close()
  }
}

async function read(incus: Incus, options: CallOptions): Promise<HypervisorFacts> {
  const get = async <S extends z.ZodType>(schema: S, path: string, what: string): Promise<z.output<S>> =>
    parseAnswer(schema, (await incus.http.request('GET', path, options)).metadata, what)
  const { auth, environment, config } = await get(serverSchema, '/1.0', 'the server')
  if (auth !== 'trusted' || !environment) throw new DriverError('unauthorised', { rawText: auth })
  const isClustered = environment.server_clustered
  const { pool } = await incus.place(options.signal)

  async function readMember(name: string, target: string): Promise<Omit<Member, 'address'>> {
    const { cpu, memory } = await get(resourcesSchema, `/1.0/resources${target}`, 'the resources')
    const path = `/1.0/storage-pools/${pool}/resources${target}`
    const { space } = await get(spaceSchema, path, 'the space of a pool')
    // `lxc | qemu` where both work: Incus detects KVM and its sockets at start.
    const { environment: own, config } = await get(serverSchema, `/1.0${target}`, 'a member')
    return {
      name,
      isOnline: true,
      cpus: cpu.total,
      memoryBytes: memory.total,
      poolBytes: space.total,
      runsMachines: /\bqemu\b/.test(own?.driver ?? ''),
      ...(isEveryAddress(config?.['core.https_address']) && { listensEverywhere: true }),
    }
  }
  const members: Member[] = []
  if (!isClustered) members.push(await readMember(environment.server_name, ''))
  else
    for (const { server_name: name, status, url, failure_domain: domain } of await get(
      z.array(memberSchema),
      '/1.0/cluster/members?recursion=1',
      'the members',
    )) {
      // An evacuated or offline member takes no new servers.
      const isOnline = status === 'Online'
      const place = readPlace(url)
      const found = isOnline
        ? await readMember(name, `?target=${encodeURIComponent(name)}`)
        : { name, isOnline, cpus: 0, memoryBytes: 0, poolBytes: 0 }
      members.push({
        ...found,
        ...(place && { address: writeAddress(place) }),
        ...(domain && domain !== usualDomain && { failureDomain: domain }),
      })
    }
  const pools = await get(z.array(poolSchema), '/1.0/storage-pools?recursion=1', 'the pools')
  const networks = await get(networkFactsSchema, '/1.0/networks?recursion=1', 'the networks')
  const images = await get(imagesSchema, incus.path('/1.0/images', { recursion: '1' }), 'the images')
  const uplink = chooseUplink(config ?? {}, networks)
  return {
    version: environment.server_version,
    architectures: environment.architectures,
    isClustered,
    members: members.sort((a, b) => (a.name < b.name ? -1 : 1)),
    pool,
    pools: pools.map(({ name, driver }) => ({ name, driver })),
    networks: networks.filter((each) => each.managed).map(({ name, type }) => ({ name, type })),
    uplink,
    ...(uplink !== null && { routes6: uplinkRoutes6(networks, uplink) }),
    images: toImageFacts(images),
  }
}

/** Whether the address is `:8443`, `0.0.0.0:8443`, `[::]:8443` or `[::]`; without one Incus does not listen at all. */
export const isEveryAddress = (listening: unknown): boolean =>
  typeof listening === 'string' && /^(:\d+|0\.0\.0\.0(:\d+)?|\[::\](:\d+)?|::)$/.test(listening)
