import { once } from 'node:events'
import { connect } from 'node:net'
import { z } from 'zod'
import type { CallOptions, SilentHosts } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import type { Place } from '../wire/address'
import { parseAnswer } from '../wire/parse-answer'

const clusterSchema = z.object({ enabled: z.boolean() })
const membersSchema = z.array(z.object({ server_name: z.string(), status: z.string(), url: z.string() }))
const lookMs = 1_500
/** While a cluster elects a new leader, its interface takes longer than this. */
const answerMs = 3_000

/**
 * Lists members that are offline for Incus, and members that refuse connections, which Incus notices later. When its
 * interface does not answer at all, only the addresses show which members are gone. A member that never accepted a
 * connection from us may be unreachable from here by design, so a refusal of its own address does not count.
 */
export async function listSilentHosts(incus: Incus, { signal }: CallOptions): Promise<SilentHosts> {
  const read = async <S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>> =>
    parseAnswer(schema, (await incus.http.request('GET', path, { signal: soon })).metadata, path)
  const soon = AbortSignal.any([signal, AbortSignal.timeout(answerMs)])
  const { places } = incus.http
  const lookAt = async (place: Place): Promise<'answers' | 'silent' | 'unknown'> => {
    const key = `${place.host} ${place.port}`
    if (await takesConnections(place)) {
      incus.connectedTo.add(key)
      return 'answers'
    }
    return incus.connectedTo.has(key) ? 'silent' : 'unknown'
  }
  try {
    if (!(await read(clusterSchema, '/1.0/cluster')).enabled) return { all: false, hosts: [] }
    const members = await read(membersSchema, '/1.0/cluster/members?recursion=1')
    const hosts = await Promise.all(
      members.map(async ({ server_name: name, status, url }) => {
        if (status === 'Offline') return { name, isCertain: true }
        // With a socket we may have no route to the cluster's addresses.
        const place = places.length > 0 ? readPlace(url) : null
        return place && (await lookAt(place)) === 'silent' ? { name, isCertain: false } : null
      }),
    )
    const names = members.map(({ server_name: name }) => name)
    return { all: false, hosts: hosts.filter((host) => host !== null), members: { names, isWhole: true } }
  } catch (error) {
    if (!(error instanceof DriverError)) throw error
    if (places.length === 0 && error.code === 'hypervisor_unreachable') return { all: true, hosts: [] }
    const answers = await Promise.all(places.map(lookAt))
    if (places.length > 0 && !answers.includes('answers')) return { all: true, hosts: [] }
    const membersThat = (answer: (typeof answers)[number]) =>
      places.flatMap(({ member }, index) => (member !== null && answers[index] === answer ? [member] : []))
    const hosts = membersThat('silent').map((name) => ({ name, isCertain: false }))
    if (hosts.length === 0) throw error
    const names = [...membersThat('answers'), ...membersThat('silent')]
    return { all: false, hosts, members: { names, isWhole: false } }
  }
}

/** Parses `https://10.90.0.2:8443`; null for anything else. */
export function readPlace(url: string): Place | null {
  const parsed = URL.parse(url)
  if (!parsed?.hostname) return null
  return { host: parsed.hostname.replace(/^\[|\]$/g, ''), port: Number(parsed.port || 443) }
}

async function takesConnections({ host, port }: Place): Promise<boolean> {
  const socket = connect({ host, port })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(lookMs) })
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
