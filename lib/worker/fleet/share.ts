import { eldersOf, type Member, ownerOf, type Unit } from './assign'

type Zone = { id: string; hasIncus: boolean; isOverdue: boolean }

/** The part of the periodic work that is this worker's. */
export type Share = {
  owns(unit: Omit<Unit, 'zoneId'>): boolean
  /** Whether this worker runs the sweeper for the zone. */
  serves(sweeper: string, zoneId: string): boolean
  /** Whether it runs the sweeper for any zone; without zones one worker runs it for none. */
  servesAny(sweeper: string): boolean
}

export type KnownShare = Share & {
  update(members: readonly Member[], zones: readonly Zone[]): void
  /** Zones whose hypervisor has not answered any worker for seconds. */
  overdueZones(): string[]
  servedZones(sweeper: string): string[]
  /** Those of the served zones that are open and on Incus. */
  servedIncusZones(sweeper: string): string[]
  /** All that are open and on Incus. */
  incusZones(): string[]
  /** Whether this is one of the two oldest live workers, or does not know. */
  isElder(): boolean
}

/**
 * A worker that has not read for this long counts as dead for the others, as one that was suspended: it does nothing until
 * its next heartbeat.
 */
const staleMs = 10_000

/** Remembers what the last heartbeat of this worker has read of the others. */
export function openShare(workerId: string, nowMs: () => number = () => performance.now()): KnownShare {
  let view: { members: readonly Member[]; zones: readonly Zone[]; readMs: number } | null = null
  let owners = new Map<string, string | null>()

  function isOurs(unit: Unit): boolean {
    if (!view || nowMs() - view.readMs > staleMs) return false
    const name = [unit.key, unit.sweeper, unit.zoneId].join('\n')
    let owner = owners.get(name)
    if (owner === undefined) {
      owner = ownerOf(unit, view.members)
      owners.set(name, owner)
    }
    return owner === workerId
  }
  const serves = (sweeper: string, zoneId: string) => isOurs({ key: `zone ${zoneId}`, sweeper, zoneId })

  return {
    update(members, zones) {
      view = { members, zones, readMs: nowMs() }
      owners = new Map()
    },
    owns: isOurs,
    serves,
    servesAny(sweeper) {
      if (!view) return false
      // Without zones one worker still runs it: a sweeper that never succeeds is reported as silent.
      if (view.zones.length === 0) return isOurs({ key: 'zones', sweeper })
      return view.zones.some(({ id }) => serves(sweeper, id))
    },
    servedZones: (sweeper) => view?.zones.map(({ id }) => id).filter((id) => serves(sweeper, id)) ?? [],
    servedIncusZones: (sweeper) =>
      view?.zones.flatMap(({ id, hasIncus }) => (hasIncus && serves(sweeper, id) ? [id] : [])) ?? [],
    incusZones: () => view?.zones.flatMap(({ id, hasIncus }) => (hasIncus ? [id] : [])) ?? [],
    overdueZones: () => view?.zones.filter(({ isOverdue }) => isOverdue).map(({ id }) => id) ?? [],
    isElder() {
      const inTime = view?.members.filter(({ isLate }) => !isLate) ?? []
      // One that the others take for late writes as soon as it can.
      const isKnown = inTime.some((member) => member.workerId === workerId)
      return !isKnown || eldersOf(inTime).includes(workerId)
    },
  }
}
