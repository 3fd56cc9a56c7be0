import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  claimTurn,
  type DueVantage,
  isZoneSilent,
  listWatched,
  recordFailedRound,
  recordRound,
  type SubjectReading,
  type WatchedZone,
} from '~/lib/sla'
import type { Drivers } from '../open-drivers'
import { DriverError } from '../port/driver-error'

/** Shorter than a round, so that a hanging check does not cost the next one. */
const patienceMs = 8_000

/**
 * Checks everything in a zone once from one vantage and stores the result as a round. Does nothing when this process
 * has no access or another worker does the check. A failed check is no round, unless hosts are known not to answer:
 * then the resources of this vantage become unknown.
 */
export async function checkZone(
  ctx: OpContext,
  { zone, vantage, holder }: { zone: WatchedZone; vantage: DueVantage; holder: string },
  drivers: Pick<Drivers, 'hypervisorOf'>,
): Promise<void> {
  authorizeSystem(ctx)
  const from = vantage.kind === 'agent' ? 'agent' : 'control'
  const hypervisor = await withSystem(ctx, (tx) => drivers.hypervisorOf(tx, zone))
  const turn = hypervisor && (await claimTurn(ctx, vantage.id, holder))
  if (!turn) return
  const { servers, volumes } = await listWatched(ctx, zone.id)
  const watched = {
    servers: servers.map(({ id, address }) => ({ resourceId: id, address })),
    volumes: volumes.map(({ id, poolName }) => ({ resourceId: id, poolName })),
  }
  const began = performance.now()
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const sight = await hypervisor.surveyor.look(zone.code, from, watched, { signal })
    const seen = (subjectId: string) => {
      const resource = sight.resources.get(subjectId) ?? 'unknown'
      return {
        subjectId,
        isOff: resource === 'off',
        reading: resource === 'off' ? 'down' : resource,
      } as const
    }
    const readings: SubjectReading[] = [
      { subjectId: zone.id, kind: 'zone', organisationId: null, reading: sight.zone },
      ...servers.map(({ id, organisationId, runningSince }): SubjectReading => {
        const { isOff, ...rest } = seen(id)
        const ended = isOff && runningSince ? { endedAfterStartAt: runningSince.getTime() } : {}
        return { ...rest, kind: 'instance', organisationId, ...ended }
      }),
      ...volumes.map(({ id, organisationId }): SubjectReading => {
        const { subjectId, reading } = seen(id)
        return { subjectId, reading, kind: 'volume', organisationId }
      }),
    ]
    await recordRound(ctx, turn, readings, performance.now() - began)
  } catch (error) {
    if (!(error instanceof DriverError)) throw error
    const lost = await readLost(ctx, zone, { servers, volumes })
    if (lost) await recordRound(ctx, turn, lost, performance.now() - began)
    else await recordFailedRound(ctx, turn, error.rawText || error.code, performance.now() - began)
  }
}

/**
 * Returns the result of a failed check: servers on hosts known to be silent are down, and so is a zone in which no host
 * answers. All else is unknown. Null when every host may answer: that is a gap.
 */
async function readLost(
  ctx: OpContext,
  zone: WatchedZone,
  { servers, volumes }: Awaited<ReturnType<typeof listWatched>>,
): Promise<SubjectReading[] | null> {
  const isZoneLost = await isZoneSilent(ctx, zone.id)
  // Read again: the check took seconds, in which hosts may have become silent or returned.
  const silent = new Set(
    (await listWatched(ctx, zone.id)).servers.filter(({ isHostSilent }) => isHostSilent).map(({ id }) => id),
  )
  if (!isZoneLost && silent.size === 0) return null
  return [
    { subjectId: zone.id, kind: 'zone', organisationId: null, reading: isZoneLost ? 'down' : 'unknown' },
    ...servers.map(({ id, organisationId }): SubjectReading => {
      const reading = silent.has(id) ? 'down' : 'unknown'
      return { subjectId: id, kind: 'instance', organisationId, reading }
    }),
    ...volumes.map(({ id, organisationId }): SubjectReading => {
      const reading = isZoneLost ? 'down' : 'unknown'
      return { subjectId: id, kind: 'volume', organisationId, reading }
    }),
  ]
}
