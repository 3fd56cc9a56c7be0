import { createHash } from 'node:crypto'

/** A worker with a heartbeat within ten seconds. */
export type Member = {
  workerId: string
  startedAt: Date
  /** The sweepers of its build; none while it leaves. */
  sweepers: readonly string[]
  unreachedZones: readonly string[]
  /** Those of its sweepers that have failed there, or not ended, for a while. */
  failingSweepers: readonly string[]
  /** Its next heartbeat is overdue: it may be dead. */
  isLate: boolean
}

/** Work that one worker does. */
export type Unit = {
  /** Units with the same key have the same owner, if the same workers can do them. */
  key: string
  sweeper: string
  zoneId?: string
  /** At the hypervisors of all zones. */
  everyZone?: boolean
}

/** Workers by age: each worker computes the same order. */
export const byAge = (a: Member, b: Member) =>
  a.startedAt.getTime() - b.startedAt.getTime() || (a.workerId < b.workerId ? -1 : 1)

const elders = 2

/** The two oldest workers that write in time: they write each second, the others every three. */
export const eldersOf = (members: readonly Member[]): string[] =>
  members
    .filter(({ isLate }) => !isLate)
    .sort(byAge)
    .slice(0, elders)
    .map(({ workerId }) => workerId)

/**
 * The worker that does this work, by rendezvous hashing: a worker that comes or goes moves only its own share. Every worker
 * computes it from the same rows and needs no agreement: for a few seconds two may have different views, so that two or
 * none do the work. Pure.
 */
export function ownerOf(unit: Unit, members: readonly Member[]): string | null {
  const { sweeper, zoneId } = unit
  const able = members.filter(({ sweepers }) => sweepers.includes(sweeper))
  // A zone that no worker reaches keeps its owner, which goes on trying. So does work that fails in all.
  const reaching = zoneId ? preferred(able, ({ unreachedZones }) => !unreachedZones.includes(zoneId)) : able
  const owner = highest(unit.key, bestOf(unit, reaching))
  if (!owner?.isLate) return owner?.workerId ?? null
  // Until it is heard or counts as dead, the oldest of the others does its work: it beats most often, so it knows first.
  const inTime = reaching.filter(({ isLate }) => !isLate)
  const substitute = [...bestOf(unit, inTime)].sort(byAge)[0]
  return (substitute ?? owner).workerId
}

function bestOf({ sweeper, everyZone }: Unit, members: readonly Member[]): readonly Member[] {
  const working = preferred(members, ({ failingSweepers }) => !failingSweepers.includes(sweeper))
  if (!everyZone) return working
  const fewest = Math.min(...working.map(({ unreachedZones }) => unreachedZones.length))
  return working.filter(({ unreachedZones }) => unreachedZones.length === fewest)
}

function preferred(members: readonly Member[], isBetter: (member: Member) => boolean): readonly Member[] {
  const better = members.filter(isBetter)
  return better.length > 0 ? better : members
}

function highest(key: string, members: readonly Member[]): Member | undefined {
  let best: Member | undefined
  let bestScore = ''
  for (const member of members) {
    const score = createHash('sha256').update(`${key}\n${member.workerId}`).digest('hex')
    if (best && score <= bestScore) continue
    best = member
    bestScore = score
  }
  return best
}
