import { z } from 'zod'
import type { CallOptions, LookFrom, Seen, SeenResource, Watched, ZoneSight } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName, isOurs, readOwner } from '../../port/names'
import type { Incus } from '../context'
import { ownAddress, reservedAddress, usualCard } from '../networks/own-address'
import { type VantageCard, vantageOn } from '../networks/vantage-card'
import { memberOf } from '../storage/volume-location'
import { poolPath, volumeSchema } from '../storage/volume-record'
import { parseAnswer } from '../wire/parse-answer'
import { listMembers } from '../zone/list-members'
import { lookFromVantage } from '../zone/vantage'
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
  const questions = new Map<string, Question>()
  for (const { resourceId, address: known } of watched.servers) {
    const server = servers.get(resourceId)
    const question = server && isAskable(server) && (await questionOf(incus, server, known, signal))
    if (question) questions.set(resourceId, question)
  }
  const sights = new Map<string | null, Map<string, Seen> | null>()
  await Promise.all(
    members.online.map(async (member) => {
      const own = [...questions.values()].filter((question) => question.member === member)
      sights.set(member, await probeFromMember(incus, member, own, signal))
    }),
  )
  if (zone === 'up' && [...sights.values()].every((sight) => sight === null))
    throw new DriverError('vantage_away', { rawText: 'no vantage of this zone answers' })
  for (const { resourceId } of watched.servers) {
    const server = servers.get(resourceId)
    const question = questions.get(resourceId)
    const seen = question && sights.get(question.member)?.get(keyOf(question))
    resources.set(resourceId, idleSight(server, members) ?? seen ?? 'unknown')
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

/** The probe of one server: its address, from a member's vantage on this card. */
type Question = { member: string | null; card: VantageCard; address: string }

const keyOf = ({ card, address }: Question) => `${card.bridge}/${address}`

/** Null for a server without an address, or on a network that is not known. */
async function questionOf(
  incus: Incus,
  server: InstanceRecord,
  known: string | null,
  signal: AbortSignal,
): Promise<Question | null> {
  const bridge = usualCard(server)?.network
  const address = await addressOf(incus, server, known, signal)
  if (!bridge || !address) return null
  try {
    return { ...(await vantageOn(incus, bridge, memberOf(server), signal)), address }
  } catch (error) {
    if (error instanceof DriverError && !signal.aborted) return null
    throw error
  }
}

/** Returns what this member's vantage saw, by card and address and for its `storage`; null when it could not look. */
async function probeFromMember(
  incus: Incus,
  member: string | null,
  questions: readonly Question[],
  signal: AbortSignal,
): Promise<Map<string, Seen> | null> {
  try {
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
