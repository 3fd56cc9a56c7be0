import { z } from 'zod'
import { DriverError } from '../../port/driver-error'
import { hypervisorName } from '../../port/names'
import type { IncusHttp } from '../wire/http-client'
import { parseAnswer } from '../wire/parse-answer'

/** The limits of an organisation in total; our quotas refuse first, and these hold if the quotas fail. */
export type ProjectLimits = { instances: number; vcpu: number; memoryMib: number; diskGib: number }

const configSchema = z.record(z.string(), z.string())
const projectSchema = z.object({ description: z.string(), config: configSchema })
const profileSchema = z.object({ devices: z.record(z.string(), configSchema) })
const serversSchema = z.array(z.object({ expanded_devices: z.record(z.string(), configSchema) }))

const accessKey = 'restricted.networks.access'

/** Images and networks are shared with the default project; instances, volumes and profiles are not. */
const separation = {
  'features.images': 'false',
  'features.networks': 'false',
  'features.profiles': 'true',
  'features.storage.volumes': 'true',
  'features.storage.buckets': 'true',
  restricted: 'true',
  'restricted.cluster.target': 'allow',
  'restricted.snapshots': 'allow',
  'restricted.backups': 'allow',
  // A server whose snapshot is restored gets a new generation id, which counts as such a setting.
  'restricted.containers.lowlevel': 'allow',
}

/** Returns the name of the Incus project of one organisation. */
export const projectOf = (organisationId: string): string => hypervisorName(organisationId)

/**
 * Ensures the project with these limits and access to this network; new servers in it get the disk of the default
 * profile. Limits below the current use stay unchanged: Incus refuses them, and our quota admits nothing new in that
 * case.
 */
export async function ensureProject(
  http: IncusHttp,
  project: string,
  limits: ProjectLimits | null,
  signal: AbortSignal,
  network: string | null = null,
): Promise<void> {
  const limited = limits ? limitsConfig(limits) : {}
  const path = `/1.0/projects/${project}`
  const found = await http.request('GET', path, { signal }).catch(absent)
  if (found) {
    const { config, description } = parseAnswer(projectSchema, found.metadata, 'a project')
    const wanted = { ...limited, ...(network ? await access(http, project, config, network, signal) : {}) }
    const differs = Object.entries(wanted).some(([key, value]) => config[key] !== value)
    // Written whole: a PATCH removes the keys that it does not name.
    const json = { description, config: { ...config, ...wanted } }
    const headers = found.etag ? { 'If-Match': found.etag } : {}
    if (differs) await http.request('PUT', path, { signal, json, headers }).catch(tooLow)
  } else {
    const json = {
      name: project,
      description: 'Andromède',
      config: { ...separation, ...limited, ...(network ? { [accessKey]: network } : {}) },
    }
    await http.request('POST', '/1.0/projects', { signal, json }).catch(taken)
  }
  await ensureProfile(http, project, signal)
}

/** The networks that servers of the project may use: the current ones and this one. */
async function access(
  http: IncusHttp,
  project: string,
  config: Record<string, string>,
  network: string,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const listed = (config[accessKey] ?? '').split(',').filter((name) => name !== '')
  if (listed.includes(network)) return {}
  const devices = await readProfile(http, project, signal)
  const tied = networksOf(devices)
  // Without a list every network is allowed, and Incus refuses a first list that lacks a network in use.
  const used = listed.length === 0 ? await listNetworksInUse(http, project, signal) : []
  return { [accessKey]: [...new Set([...listed, ...tied, ...used, network])].join(',') }
}

const networksOf = (devices: z.output<typeof profileSchema>['devices']) =>
  Object.values(devices).flatMap((device) => (device.network ? [device.network] : []))

async function listNetworksInUse(http: IncusHttp, project: string, signal: AbortSignal): Promise<string[]> {
  const answer = await http.request('GET', `/1.0/instances?project=${project}&recursion=1`, { signal })
  const servers = parseAnswer(serversSchema, answer.metadata, 'the servers of a project')
  return servers.flatMap(({ expanded_devices: devices }) => networksOf(devices))
}

async function readProfile(http: IncusHttp, project: string, signal: AbortSignal) {
  const answer = await http.request('GET', `/1.0/profiles/default?project=${project}`, { signal })
  return parseAnswer(profileSchema, answer.metadata, 'a profile').devices
}

async function ensureProfile(http: IncusHttp, project: string, signal: AbortSignal): Promise<void> {
  if (Object.keys(await readProfile(http, project, signal)).length > 0) return
  // Servers get their network cards individually: a card in the profile would connect every server to a shared network.
  const usual = Object.entries(await readProfile(http, 'default', signal)).filter(
    ([, device]) => device.type !== 'nic',
  )
  const json = { devices: Object.fromEntries(usual) }
  await http.request('PATCH', `/1.0/profiles/default?project=${project}`, { signal, json })
}

function limitsConfig({ instances, vcpu, memoryMib, diskGib }: ProjectLimits): Record<string, string> {
  return {
    'limits.instances': String(instances),
    'limits.cpu': String(vcpu),
    'limits.memory': `${memoryMib}MiB`,
    'limits.disk': `${diskGib}GiB`,
  }
}

function absent(error: unknown): null {
  if (error instanceof DriverError && error.code === 'not_found') return null
  throw error
}

/** A concurrent call created it. */
function taken(error: unknown): void {
  if (!(error instanceof DriverError) || error.code !== 'conflict_not_ours') throw error
}

function tooLow(error: unknown): void {
  if (!(error instanceof DriverError) || !/too low/i.test(error.rawText)) throw error
}
