import { z } from 'zod'
import type { CallOptions, LookFrom, Seen, SeenResource, Watched, ZoneSight } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName, isOurs, readOwner } from '../../port/names'
import type { Incus } from '../context'
import { ownAddress, reservedAddress, usualCard } from '../networks/own-address'
import { isPrivateBridge, vantageAddress } from '../networks/private-network'
import { memberOf } from '../storage/volume-location'
import { poolPath, volumeSchema } from '../storage/volume-record'
import { parseAnswer } from '../wire/parse-answer'
import { listMembers } from '../zone/list-members'
import { lookFromVantage, type VantageCard } from '../zone/vantage'
import { type InstanceRecord, instanceSchema, toPower } from './instance-record'

/**
 * `online`: the members that are online, one null entry where there is no cluster. `isOnline`: whether a location is on
 * one.
 */
type Members = { online: (string | null)[]; isOnline(place: string | null): boolean }

/**
 * From `control`: two lists of the hypervisor's own interface. From `agent`: one command on each member's vantage. A
 * member that is offline for the cluster is down for both: its vantage is silent because the host is.
 */
export async function look(
  incus: Incus,
  from: LookFrom,
  watched: Watched,
  { signal }: CallOptions,
): Promise<ZoneSight> {
  const members = await readMembers(incus, signal)
  let servers = await listServers(incus, 1, signal)
  const volumes = await listVolumes(incus, signal)
  const zone: Seen = members.online.length > 0 ? 'up' : 'down'
  const resources = new Map<string, SeenResource>()
  if (from === 'control') {
    for (const { resourceId } of watched.servers) {
      const server = servers.get(resourceId)
      resources.set(resourceId, idleSight(server, members) ?? 'up')
    }
    for (const { resourceId } of watched.volumes)
      resources.set(resourceId, volumes.get(resourceId)?.some(members.isOnline) ? 'up' : 'down')
    return { zone, resources }
  }
  const hasNoReserved = ({ resourceId }: { resourceId: string }) => {
    const server = servers.get(resourceId)
    return server && isAskable(server) && reservedAddress(server) === null
  }
  // Only the member knows addresses assigned by DHCP, and one dead member delays that list for everyone.
  if (watched.servers.some(hasNoReserved)) servers = await listServers(incus, 2, signal)
  const addresses = new Map<string, string | null>()
  for (const { resourceId, address: known } of watched.servers) {
    const server = servers.get(resourceId)
    if (server && isAskable(server)) addresses.set(resourceId, await addressOf(incus, server, known, signal))
  }
  const sights = new Map<string | null, Map<string, Seen> | null>()
  await Promise.all(
    members.online.map(async (member) => {
      const targets = watched.servers.flatMap(({ resourceId }) => {
        const server = servers.get(resourceId)
        const address = addresses.get(resourceId) ?? null
        return server && isAskable(server) && memberOf(server) === member ? [{ server, address }] : []
      })
      sights.set(member, await probeFromMember(incus, member, targets, signal))
    }),
  )
  if (zone === 'up' && [...sights.values()].every((sight) => sight === null))
    throw new DriverError('vantage_away', { rawText: 'no vantage of this zone answers' })
  for (const { resourceId } of watched.servers) {
    const server = servers.get(resourceId)
    const address = addresses.get(resourceId)
    const idle = idleSight(server, members)
    const answer = () =>
      server ? (address && sights.get(memberOf(server))?.get(address)) || 'unknown' : 'down'
    resources.set(resourceId, idle ?? answer())
  }
  for (const { resourceId } of watched.volumes) {
    const places = (volumes.get(resourceId) ?? []).filter(members.isOnline)
    // Any member can check a pool that all members share.
    const seen = places.flatMap((place) =>
      place === null && members.online.every((member) => member !== null)
        ? [...sights.values()].map((sight) => sight?.get('storage'))
        : [sights.get(place)?.get('storage')],
    )
    const isUnknown = seen.length > 0 && seen.every((each) => each === undefined)
    resources.set(resourceId, seen.includes('up') ? 'up' : isUnknown ? 'unknown' : 'down')
  }
  return { zone, resources }
}

async function readMembers(incus: Incus, signal: AbortSignal): Promise<Members> {
  const members = await listMembers(incus, signal)
  if (members.length === 0) return { online: [null], isOnline: () => true }
  const online = members.filter(({ isOnline }) => isOnline).map(({ name }) => name)
  // An object without a location is on any member.
  return { online, isOnline: (place) => (place === null ? online.length > 0 : online.includes(place)) }
}

const inProject = { project: z.string().default('default') }

/** Our servers by resource id; with recursion 2 including the addresses assigned to guests. */
async function listServers(incus: Incus, recursion: 1 | 2, signal: AbortSignal) {
  const path = `/1.0/instances?recursion=${recursion}&all-projects=true`
  const { metadata } = await incus.http.request('GET', path, { signal })
  const found = new Map<string, InstanceRecord>()
  for (const record of parseAnswer(z.array(instanceSchema.extend(inProject)), metadata, 'the servers')) {
    const owner = readOwner(record.config)
    if (owner && isOurs(owner, owner.resourceId, incus.installation)) found.set(owner.resourceId, record)
    // A member that does not answer returns no tags, so only the name identifies the server.
    else if (!owner && toPower(record.status) === 'error') found.set(record.name.replace('-', '_'), record)
  }
  return found
}

/** The location of each of our volumes by resource id; null where every member sees it. */
async function listVolumes(incus: Incus, signal: AbortSignal) {
  const path = `${await poolPath(incus, signal)}?recursion=1&all-projects=true`
  const { metadata } = await incus.http.request('GET', path, { signal })
  const found = new Map<string, (string | null)[]>()
  for (const record of parseAnswer(z.array(volumeSchema), metadata, 'the volumes')) {
    const owner = readOwner(record.config)
    if (!owner || !isOurs(owner, owner.resourceId, incus.installation)) continue
    if (record.name !== hypervisorName(owner.resourceId)) continue
    found.set(owner.resourceId, [...(found.get(owner.resourceId) ?? []), memberOf(record)])
  }
  return found
}

const isAskable = (server: InstanceRecord) => toPower(server.status) === 'running'

/** Returns the state of a server that does not run, without a probe; null when it runs. */
function idleSight(server: InstanceRecord | undefined, members: Members): 'down' | 'off' | null {
  if (!server || !members.isOnline(memberOf(server))) return 'down'
  if (isAskable(server)) return null
  return toPower(server.status) === 'stopped' ? 'off' : 'down'
}

/** Returns the server's address on its first card's network: reserved, assigned by that network, or from our rows. */
async function addressOf(
  incus: Incus,
  server: InstanceRecord,
  known: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  const given = Object.values(server.state?.network ?? {})
    .flatMap((card) => card.addresses ?? [])
    .filter(({ scope }) => scope === 'global')
  const own = await ownAddress(
    incus,
    server,
    given.map(({ address }) => address),
    signal,
  )
  return own ?? known
}

type ProbedServer = { server: InstanceRecord; address: string | null }

/** Returns what this member's vantage saw, by address and for its `storage`; null when it could not look. */
async function probeFromMember(
  incus: Incus,
  member: string | null,
  targets: readonly ProbedServer[],
  signal: AbortSignal,
): Promise<Map<string, Seen> | null> {
  try {
    const questions: { card: VantageCard; address: string }[] = []
    for (const { server, address } of targets) {
      const bridge = usualCard(server)?.network
      if (!bridge || !address) continue
      const own = isPrivateBridge(bridge) ? await vantageAddress(incus, bridge, signal) : null
      questions.push({ card: { bridge, address: own }, address })
    }
    const { stdout } = await lookFromVantage(incus, member, questions, signal)
    const lines = stdout.split('\n').map((line) => line.split(' '))
    return new Map(
      lines.flatMap(([what, state]) =>
        what && (state === 'up' || state === 'down') ? [[what, state] as const] : [],
      ),
    )
  } catch (error) {
    if (error instanceof DriverError && !signal.aborted) return null
    throw error
  }
}
