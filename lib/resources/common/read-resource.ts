import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { readReceipt } from '~/lib/placement'
import { costMoment, rateUsage, type UsageLine } from '~/lib/usage'
import { selectUsageWithin } from '~/lib/usage/rows'
import { readInstanceSnapshots, readSnapshots } from '../copies/list-copies'
import { listMeteredSnapshots, type SnapshotKind, type SourceId } from '../copies/queries/copies'
import { selectInstance, selectInstances } from '../queries/list-instances'
import { selectInstanceBundle } from '../queries/resources'
import { copyMonthlyCents } from './monthly-cents'
import { selectVolume, selectVolumes } from './queries/list-volumes'
import { selectTransitions } from './queries/transitions'
import { toInstanceView, toTransitionView, toVolumeView } from './to-view'
import type { InstanceDetail, TransitionView, UsageLineView, VolumeDetail } from './views'

const shownTransitions = 50
const shownChoices = 200
const byName = { sort: 'name', direction: 'asc', limit: shownChoices, offset: 0 } as const

/**
 * One server with all data of its page: host, volumes, use of this month, history. @throws DomainError
 * `not_found`
 */
export async function readInstance(tx: Tx, id: Id<'instance'>, now: Date): Promise<InstanceDetail> {
  const row = await selectInstance(tx, id, now)
  if (!row) throw new DomainError('not_found')
  const placement = await readReceipt(tx, id)
  const attached = await selectVolumes(tx, { instanceId: id }, byName, now)
  const free = await selectVolumes(tx, { zoneId: row.zone.id, state: 'available' }, byName, now)
  const snapshotCents = await copyMonthlyCents(tx, 'server_snapshot', row.instance, now)
  return {
    instance: toInstanceView(row),
    placement,
    volumes: attached.map(toVolumeView),
    attachable: free.map(({ volume }) => ({ id: volume.id, name: volume.name, sizeGib: volume.sizeGib })),
    snapshots: await readInstanceSnapshots(tx, id, now),
    snapshotMonthlyCents: snapshotCents?.toString() ?? null,
    transitions: await readTransitions(tx, id),
    usage: [...(await usageOf(tx, id, now)), ...(await snapshotUsageOf(tx, 'server_snapshot', id, now))],
  }
}

/** A volume and the components of its price. @throws DomainError `not_found` */
export async function readPricedVolume(tx: Tx, id: Id<'volume'>, now: Date) {
  const row = await selectVolume(tx, id, now)
  if (!row) throw new DomainError('not_found')
  return row.volume
}

/** One volume with all data of its page. @throws DomainError `not_found` */
export async function readVolume(tx: Tx, id: Id<'volume'>, now: Date): Promise<VolumeDetail> {
  const row = await selectVolume(tx, id, now)
  if (!row) throw new DomainError('not_found')
  const placement = await readReceipt(tx, id)
  const hosts = await selectInstances(tx, { zone: row.zone.code }, byName, now)
  const snapshotCents = await copyMonthlyCents(tx, 'volume_snapshot', row.volume, now)
  return {
    volume: toVolumeView(row),
    ...(await readSnapshots(tx, id, now)),
    snapshotMonthlyCents: snapshotCents?.toString() ?? null,
    placement,
    attachableTo: hosts
      .map((row) => ({ id: row.id, name: row.name, state: row.state }))
      .filter(({ state }) => state === 'running' || state === 'stopped'),
    transitions: await readTransitions(tx, id),
    usage: [...(await usageOf(tx, id, now)), ...(await snapshotUsageOf(tx, 'volume_snapshot', id, now))],
  }
}

/** The latest changes of state of a resource. */
export async function readTransitions(tx: Tx, id: string): Promise<TransitionView[]> {
  return (await selectTransitions(tx, id, shownTransitions)).map(toTransitionView)
}

/** The current bundle and commitment of a server. @throws DomainError `not_found` */
export async function readInstanceBundle(
  tx: Tx,
  id: Id<'instance'>,
): Promise<{ bundleId: Id<'bundle'>; commitmentId: Id<'commitment'> | null }> {
  const found = await selectInstanceBundle(tx, id)
  if (!found) throw new DomainError('not_found')
  return found
}

/** This month's use by the snapshots of a volume or server, including deleted ones. */
async function snapshotUsageOf<K extends SnapshotKind>(
  tx: Tx,
  kind: K,
  id: SourceId[K],
  now: Date,
): Promise<UsageLineView[]> {
  const lines: UsageLineView[] = []
  for (const snapshot of await listMeteredSnapshots(tx, kind, id, parisMonth(now).from))
    for (const line of await usageOf(tx, snapshot.id, now)) lines.push({ ...line, snapshot: snapshot.name })
  return lines
}

/**
 * The usage of a resource in this month up to `costMoment`: one line per meter and price, each the sum of the lines that
 * the invoice will have. What began in the present minute is there with zero, also when it has already ended.
 */
export async function usageOf(tx: Tx, resourceId: string, now: Date): Promise<UsageLineView[]> {
  const month = parisMonth(now)
  const until = costMoment(now)
  const rows = await selectUsageWithin(tx, resourceId, month.from, now)
  // An interval that ended in the second in which it began is on no invoice.
  const lasting = rows.filter(({ startedAt, endedAt }) => endedAt === null || endedAt > startedAt)
  const intervals = lasting.map((each) => ({
    ...each,
    startedAt: new Date(Math.min(each.startedAt.getTime(), until.getTime())),
    // Still open at `until`.
    endedAt: each.endedAt && each.endedAt > until ? null : each.endedAt,
  }))
  const listOf = (line: UsageLine) =>
    intervals
      .find(
        (each) =>
          each.priceVersionId === line.priceVersionId && each.microCentsPerHour === line.microCentsPerHour,
      )
      ?.listMicroCentsPerHour?.toString() ?? null
  return sameMeterAndPrice(rateUsage(intervals, month, until)).map((line) => ({
    id: lineKey(line),
    meter: line.meter,
    snapshot: null,
    microCentsPerHour: String(line.microCentsPerHour),
    listMicroCentsPerHour: listOf(line),
    seconds: Number(line.seconds),
    billedSeconds: Number(line.billedSeconds),
    cents: String(line.cents),
  }))
}

const lineKey = (line: UsageLine) =>
  `${line.resourceId} ${line.meter} ${line.priceVersionId} ${line.microCentsPerHour}`

/** Lines that differ only in project or references become one. */
function sameMeterAndPrice(lines: readonly UsageLine[]): UsageLine[] {
  const merged = new Map<string, UsageLine>()
  for (const line of lines) {
    const key = lineKey(line)
    const before = merged.get(key)
    merged.set(key, {
      ...line,
      seconds: line.seconds + (before?.seconds ?? 0n),
      billedSeconds: line.billedSeconds + (before?.billedSeconds ?? 0n),
      cents: line.cents + (before?.cents ?? 0n),
    })
  }
  return [...merged.values()]
}
