import { z } from 'zod'
import type { CallOptions, InstanceMeasurement } from '../../port/driver'
import { resourceIdOf } from '../../port/names'
import type { Incus } from '../context'
import { parseAnswer } from '../wire/parse-answer'
import { type MetricLine, readOpenMetrics } from './open-metrics'

const mib = 1024 * 1024
const membersSchema = z.array(z.object({ server_name: z.string(), status: z.string() }))
const serverSchema = z.object({ environment: z.object({ server_clustered: z.boolean().optional() }) })

/**
 * Measures every running server of all projects. A member of a cluster reports only its own servers, so each online
 * member is queried in turn.
 */
export async function measureInstances(incus: Incus, options: CallOptions): Promise<InstanceMeasurement[]> {
  const measured: InstanceMeasurement[] = []
  for (const target of await listTargets(incus, options)) {
    const text = await incus.http.text(`/1.0/metrics${target}`, options)
    measured.push(...toMeasurements(readOpenMetrics(text)))
  }
  return measured
}

async function listTargets(incus: Incus, options: CallOptions): Promise<string[]> {
  const server = await incus.http.request('GET', '/1.0', options)
  const { environment } = parseAnswer(serverSchema, server.metadata, 'a server')
  if (!environment.server_clustered) return ['']
  const answer = await incus.http.request('GET', '/1.0/cluster/members?recursion=1', options)
  return parseAnswer(membersSchema, answer.metadata, 'the members of a cluster')
    .filter((member) => member.status === 'Online')
    .map((member) => `?target=${encodeURIComponent(member.server_name)}`)
}

/** Processor modes in which no work was done. */
const idleModes = ['idle', 'iowait', 'steal']

/** Sums the lines of each server; a server without CPU time is not running. Pure. */
export function toMeasurements(lines: readonly MetricLine[]): InstanceMeasurement[] {
  const byServer = new Map<string, MetricLine[]>()
  for (const line of lines) {
    const { name, project } = line.labels
    if (name === undefined) continue
    const key = JSON.stringify([project, name])
    const of = byServer.get(key)
    if (of) of.push(line)
    else byServer.set(key, [line])
  }
  return [...byServer.values()].flatMap((of) => {
    const resourceId = resourceIdOf(of[0]?.labels.name ?? '')
    const measurement = resourceId === null ? null : measureOne(of)
    return resourceId !== null && measurement ? [{ resourceId, ...measurement }] : []
  })
}

function measureOne(lines: readonly MetricLine[]): Omit<InstanceMeasurement, 'resourceId'> | null {
  const sum = (name: string, counts: (line: MetricLine) => boolean = () => true) => {
    const found = lines.filter((line) => line.name === name && counts(line))
    return found.length === 0 ? null : found.reduce((total, line) => total + line.value, 0)
  }
  const cpuSeconds = sum('incus_cpu_seconds_total', ({ labels }) => !idleModes.includes(labels.mode ?? ''))
  if (cpuSeconds === null) return null
  const isOutside = ({ labels }: MetricLine) => labels.device !== 'lo'
  const memory = (sum('incus_memory_MemTotal_bytes') ?? 0) - (sum('incus_memory_MemAvailable_bytes') ?? 0)
  const isRoot = ({ labels }: MetricLine) => labels.mountpoint === '/'
  const [size, free] = [
    sum('incus_filesystem_size_bytes', isRoot),
    sum('incus_filesystem_free_bytes', isRoot),
  ]
  return {
    cpuMicros: Math.round(cpuSeconds * 1_000_000),
    memoryMib: Math.max(0, Math.round(memory / mib)),
    diskMib: size === null || free === null ? null : Math.round((size - free) / mib),
    receivedBytes: sum('incus_network_receive_bytes_total', isOutside) ?? 0,
    sentBytes: sum('incus_network_transmit_bytes_total', isOutside) ?? 0,
  }
}
