import { z } from 'zod'
import { DriverError } from '../../port/driver-error'
import { hypervisorName } from '../../port/names'
import type { IncusHttp } from '../wire/http-client'
import { parseAnswer } from '../wire/parse-answer'

/** What an organisation may hold in all; our own quotas refuse first, and this holds if they fail. */
export type ProjectLimits = { instances: number; vcpu: number; memoryMib: number; diskGib: number }

const configSchema = z.record(z.string(), z.string())
const projectSchema = z.object({ description: z.string(), config: configSchema })
const profileSchema = z.object({ devices: z.record(z.string(), configSchema) })

const accessKey = 'restricted.networks.access'

/** Shares images and networks with the default project; its objects, volumes and profiles are its own. */
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

/** The Incus project that holds everything of one organisation. */
export const projectOf = (organisationId: string): string => hypervisorName(organisationId)

/**
 * The project exists with these limits and may use this network, and new servers in it find the disk of the default
 * profile. Limits lower than what it holds are left as they are: Incus refuses them, and nothing new passes our
 * own quota then.
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
    // Written whole: a PATCH takes what it does not name for a wish to take it away.
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

/** The networks that servers of the project may be connected to: those it has, and this one. */
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
  const tied = Object.values(devices).flatMap((device) => (device.network ? [device.network] : []))
  return { [accessKey]: [...new Set([...listed, ...tied, network])].join(',') }
}

async function readProfile(http: IncusHttp, project: string, signal: AbortSignal) {
  const answer = await http.request('GET', `/1.0/profiles/default?project=${project}`, { signal })
  return parseAnswer(profileSchema, answer.metadata, 'a profile').devices
}

async function ensureProfile(http: IncusHttp, project: string, signal: AbortSignal): Promise<void> {
  if (Object.keys(await readProfile(http, project, signal)).length > 0) return
  // Network cards are given to each server: a profile with one would tie the project to a network of everybody's.
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

/** Another call made it at the same time. */
function taken(error: unknown): void {
  if (!(error instanceof DriverError) || error.code !== 'conflict_not_ours') throw error
}

function tooLow(error: unknown): void {
  if (!(error instanceof DriverError) || !/too low/i.test(error.rawText)) throw error
}
