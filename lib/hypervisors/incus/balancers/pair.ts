/**
 * Where the two containers of a balancer are. They are on two members of a cluster, so that one outlives the other's host;
 * one on a dead member does not answer.
 */
import { z } from 'zod'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import { type InstanceRecord, instanceSchema } from '../servers/instance-record'
import { memberOf } from '../storage/volume-location'
import { parseAnswer } from '../wire/parse-answer'
import { listMembers } from '../zone/list-members'
import { containerName, findContainer, type Position, pair } from './containers'

export type Part =
  | { state: 'absent' }
  | { state: 'foreign' }
  /** On this member, which is offline. */
  | { state: 'unreachable'; member: string }
  | { state: 'found'; record: InstanceRecord }

export type Pair = {
  parts: readonly { position: Position; part: Part }[]
  /** Both are empty where there is no cluster. */
  online: readonly string[]
  offline: readonly string[]
}

export async function readPair(own: Incus, balancerId: string, signal: AbortSignal): Promise<Pair> {
  const members = await listMembers(own, signal)
  const online = members.filter(({ isOnline }) => isOnline).map(({ name }) => name)
  const offline = members.filter(({ isOffline }) => isOffline).map(({ name }) => name)
  const lost = await listOn(own, offline, signal)
  const read = async (position: Position): Promise<Part> => {
    const member = lost.get(containerName(balancerId, position))
    if (member !== undefined) return { state: 'unreachable', member }
    try {
      const record = await findContainer(own, balancerId, position, signal)
      return record ? { state: 'found', record } : { state: 'absent' }
    } catch (error) {
      if (error instanceof DriverError && error.code === 'conflict_not_ours') return { state: 'foreign' }
      throw error
    }
  }
  const parts = await Promise.all(pair.map(async (position) => ({ position, part: await read(position) })))
  return { parts, online, offline }
}

/**
 * The containers on these members, with their member. Incus lists them from its database; a question for one would wait
 * ten seconds for its member, and fail.
 */
async function listOn(own: Incus, offline: readonly string[], signal: AbortSignal) {
  const found = new Map<string, string>()
  if (offline.length === 0) return found
  const { metadata } = await own.http.request('GET', own.path('/1.0/instances', { recursion: '1' }), {
    signal,
  })
  for (const record of parseAnswer(z.array(instanceSchema), metadata, 'a list of containers')) {
    const member = memberOf(record)
    if (member !== null && offline.includes(member)) found.set(record.name, member)
  }
  return found
}

/** The member of a container that exists, reachable or not; null for one that does not, or without a cluster. */
export function memberOfPart(part: Part): string | null {
  if (part.state === 'unreachable') return part.member
  return part.state === 'found' ? memberOf(part.record) : null
}

/**
 * The member for a container that is to be made: not that of the other one (`besides`) when another is online. Members take
 * turns by the balancer's id, the same ones in every call. Null leaves the choice to Incus. Pure.
 */
export function chooseMember(
  online: readonly string[],
  balancerId: string,
  position: Position,
  besides: string | null,
): string | null {
  const sorted = [...online].sort()
  const turn = [...balancerId].reduce((sum, letter) => sum + letter.charCodeAt(0), position - 1)
  const inTurn = sorted.map((_, index) => sorted[(turn + index) % sorted.length] ?? null)
  return inTurn.find((member) => member !== besides) ?? inTurn[0] ?? null
}

/** A failure because of a dead member, which it names. */
export const memberDown = (rawText: string, hosts: string) =>
  new DriverError('member_down', { rawText, params: { hosts } })
