import { z } from 'zod'
import type { CallOptions } from '../../port/driver'
import { createIncusContext, type Incus } from '../context'
import { type IncusImageFacts, imagesSchema, toImageFacts } from '../storage/image-facts'
import type { IncusAddress } from '../wire/address'
import { openIncusHttp } from '../wire/http-client'
import { parseAnswer } from '../wire/parse-answer'

/** What a hypervisor reports about itself. */
export type IncusMemberFacts = {
  serverName: string
  /** SHA-256 of its HTTPS certificate, which identifies it. */
  fingerprint: string
  /** Whether it accepts changes from us. */
  isTrusted: boolean
  isClustered: boolean
  /** Can run virtual machines. */
  runsMachines: boolean
  cpus: number
  memoryBytes: number
  /** The pool of the default profile, which holds new root disks and volumes. */
  pool: { name: string; bytes: number }
  images: IncusImageFacts[]
}

const serverSchema = z.object({
  auth: z.string(),
  environment: z
    .object({
      server_name: z.string(),
      server_clustered: z.boolean().default(false),
      certificate_fingerprint: z.string().default(''),
      driver: z.string().default(''),
    })
    .optional(),
})
const resourcesSchema = z.object({
  cpu: z.object({ total: z.number() }),
  memory: z.object({ total: z.number() }),
})
const poolSchema = z.object({ space: z.object({ total: z.number() }) })

/**
 * Reads a hypervisor over a connection that is closed afterwards.
 *
 * @throws DriverError when it is unreachable, does not answer like Incus, or has no default pool
 */
export async function readIncusMember(
  where: IncusAddress & { now: () => Date; project?: string },
  options: CallOptions,
): Promise<IncusMemberFacts> {
  const http = openIncusHttp({
    ...where,
    requestTimeoutMs: 10_000,
    failureLimit: 1,
    circuitOpenMs: 10_000,
  })
  const project = where.project ?? 'default'
  const incus = createIncusContext({ http, project, installation: 'none', now: where.now })
  try {
    return await read(incus, options)
  } finally {
    await http.close()
  }
}

async function read(incus: Incus, options: CallOptions): Promise<IncusMemberFacts> {
  const get = async <S extends z.ZodType>(schema: S, path: string, what: string): Promise<z.output<S>> =>
    parseAnswer(schema, (await incus.http.request('GET', path, options)).metadata, what)
  const server = await get(serverSchema, '/1.0', 'the server')
  const isTrusted = server.auth === 'trusted' && server.environment !== undefined
  const base = {
    serverName: server.environment?.server_name ?? '',
    fingerprint: server.environment?.certificate_fingerprint ?? '',
    isTrusted,
    isClustered: server.environment?.server_clustered ?? false,
    runsMachines: /\bqemu\b/.test(server.environment?.driver ?? ''),
  }
  // It answers nothing more to an untrusted client.
  if (!isTrusted) return { ...base, cpus: 0, memoryBytes: 0, pool: { name: '', bytes: 0 }, images: [] }
  const { cpu, memory } = await get(resourcesSchema, '/1.0/resources', 'the resources')
  const { pool } = await incus.place(options.signal)
  const { space } = await get(poolSchema, `/1.0/storage-pools/${pool}/resources`, 'the space of a pool')
  const images = await get(imagesSchema, incus.path('/1.0/images', { recursion: '1' }), 'the images')
  return {
    ...base,
    cpus: cpu.total,
    memoryBytes: memory.total,
    pool: { name: pool, bytes: space.total },
    images: toImageFacts(images),
  }
}
