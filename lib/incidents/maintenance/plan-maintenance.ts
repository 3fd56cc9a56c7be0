import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { contractOf } from '~/lib/sla'
import type { MaintenanceSummary, MaintenanceView } from '../client'
import { placeLabel, readPlace } from '../operator/places'
import { parisInstant } from '../paris-minute'
import {
  findMaintenance,
  insertMaintenance,
  listMaintenance,
  lockMaintenance,
  type MaintenanceRow,
  updateMaintenance,
} from '../queries/maintenance'
import { listPlaces } from '../queries/placement'
import type { AnnounceMaintenanceInput, CancelMaintenanceInput, ChangeMaintenanceInput } from '../schema'
import { maintenanceSummary } from './views'

const shownMax = 200
const longestMs = 72 * 3_600_000
const hourMs = 3_600_000
const atHandMs = 7 * 24 * hourMs

/** The maintenance windows of all zones, latest first. */
export async function listMaintenanceWindows(
  ctx: OpContext,
  filter: { relocationId?: Id<'relocation'> } = {},
): Promise<MaintenanceView[]> {
  authorizeStaff(ctx, 'incident:inspect')
  return withStaff(ctx, async (tx) => {
    const places = await listPlaces(tx)
    const views: MaintenanceView[] = []
    for (const found of await listMaintenance(tx, filter, shownMax))
      views.push(await maintenanceView(tx, ctx, found, places))
    return views
  })
}

/** Work in progress or starting within a week, soonest first. */
export async function listMaintenanceAtHand(ctx: OpContext): Promise<MaintenanceSummary[]> {
  authorizeStaff(ctx, 'incident:inspect')
  const soon = new Date(ctx.now.getTime() + atHandMs).toISOString()
  return withStaff(ctx, async (tx) =>
    (await listMaintenance(tx, { endingAfter: ctx.now }, shownMax))
      .map((found) => maintenanceSummary(found, ctx.now))
      .filter(({ state, startsAt }) => state === 'under_way' || (state === 'announced' && startsAt < soon))
      .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1)),
  )
}

/** @throws DomainError `not_found` */
export async function getMaintenance(
  ctx: OpContext,
  input: { id: Id<'maintenance'> },
): Promise<MaintenanceView> {
  authorizeStaff(ctx, 'incident:inspect')
  return withStaff(ctx, async (tx) => {
    const found = await findMaintenance(tx, input.id)
    if (!found) throw new DomainError('not_found')
    return maintenanceView(tx, ctx, found, await listPlaces(tx))
  })
}

async function maintenanceView(
  tx: Tx,
  ctx: OpContext,
  found: NonNullable<Awaited<ReturnType<typeof findMaintenance>>>,
  places: Awaited<ReturnType<typeof listPlaces>>,
): Promise<MaintenanceView> {
  const { window, resources, organisations } = found
  const place = places.find(({ domain, id }) => domain === window.domain && id === window.domainId)
  return {
    ...maintenanceSummary(found, ctx.now),
    domain: window.domain,
    domainId: window.domainId,
    place: place ? placeLabel(place) : window.domainId,
    relocationId: window.relocationId,
    isInTime:
      window.startsAt.getTime() - window.announcedAt.getTime() >= (await noticeMs(tx, window.startsAt)),
    resources,
    organisations,
  }
}

/** The notice period for work to be excluded from the availability, by the contract of that month. */
async function noticeMs(tx: Tx, startsAt: Date): Promise<number> {
  return (await contractOf(tx, startsAt)).terms.maintenance.noticeHours * hourMs
}

/**
 * Announces work: within seconds a worker notifies customers with resources in that place. `isInTime` is true when it
 * will be excluded from the availability; a late announcement is allowed, because some work cannot wait.
 *
 * @throws DomainError `not_found`, `invalid_input` about `startsAt` or `endsAt`
 */
export async function announceMaintenance(
  ctx: OpContext,
  input: AnnounceMaintenanceInput,
): Promise<{ id: Id<'maintenance'>; isInTime: boolean }> {
  const staffId = authorizeStaff(ctx, 'incident:act')
  const times = timesOf(input, ctx.now)
  const id = newId('maintenance', ctx.now.getTime())
  const isInTime = await withStaff(ctx, async (tx) => {
    const { domain, domainId, zoneId } = await readPlace(tx, input.place, ctx.now)
    invariant(domain !== 'site' && zoneId, 'the schema takes places within a zone alone')
    await insertMaintenance(tx, {
      id,
      zoneId,
      domain,
      domainId,
      relocationId: input.relocationId,
      ...textsOf(input),
      ...times,
      state: 'announced',
      announcedAt: ctx.now,
      announcedByStaffId: staffId,
      revision: 0,
      startedAt: null,
      endedAt: null,
    })
    await audit(tx, ctx, 'maintenance.announced', id, { domain, domainId, ...iso(times) })
    return times.startsAt.getTime() - ctx.now.getTime() >= (await noticeMs(tx, times.startsAt))
  })
  return { id, isInTime }
}

/**
 * Changes times or texts and notifies again every customer notified before. The notice period of a new time starts now,
 * unless it lies within the announced window.
 *
 * @throws DomainError `not_found`, `state_forbids` once it has begun, `invalid_input` about `startsAt` or `endsAt`
 */
export async function changeMaintenance(ctx: OpContext, input: ChangeMaintenanceInput): Promise<void> {
  authorizeStaff(ctx, 'incident:act')
  const times = timesOf(input, ctx.now)
  await change(ctx, input.maintenanceId, async (tx, window) => {
    const isWithin = times.startsAt >= window.startsAt && times.endsAt <= window.endsAt
    await updateMaintenance(tx, window.id, {
      ...textsOf(input),
      ...times,
      ...(!isWithin && { announcedAt: ctx.now }),
      revision: window.revision + 1,
    })
    await audit(tx, ctx, 'maintenance.changed', window.id, iso(times))
  })
}

/**
 * Cancels the work and notifies every customer notified before.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function cancelMaintenance(ctx: OpContext, input: CancelMaintenanceInput): Promise<void> {
  authorizeStaff(ctx, 'incident:act')
  await change(ctx, input.maintenanceId, async (tx, window) => {
    await updateMaintenance(tx, window.id, { state: 'cancelled', revision: window.revision + 1 })
    await audit(tx, ctx, 'maintenance.cancelled', window.id, {})
  })
}

async function change(
  ctx: OpContext,
  id: Id<'maintenance'>,
  run: (tx: Tx, window: MaintenanceRow) => Promise<void>,
) {
  await withStaff(ctx, async (tx) => {
    const window = await lockMaintenance(tx, id)
    if (!window) throw new DomainError('not_found')
    if (window.state !== 'announced' || window.startsAt <= ctx.now)
      throw new DomainError('state_forbids', { params: { state: window.state } })
    await run(tx, window)
  })
}

function timesOf(input: { startsAt: string; endsAt: string }, now: Date): { startsAt: Date; endsAt: Date } {
  const [startsAt, endsAt] = [parisInstant(input.startsAt), parisInstant(input.endsAt)]
  const refuse = (field: string, reason: string) =>
    new DomainError('invalid_input', { field, params: { reason } })
  if (startsAt < now) throw refuse('startsAt', 'in_the_past')
  if (endsAt <= startsAt) throw refuse('endsAt', 'end_before_start')
  if (endsAt.getTime() - startsAt.getTime() > longestMs) throw refuse('endsAt', 'window_too_long')
  return { startsAt, endsAt }
}

const textsOf = ({
  titleFr,
  titleEn,
  descriptionFr,
  descriptionEn,
}: AnnounceMaintenanceInput | ChangeMaintenanceInput) => ({
  titleFr,
  titleEn,
  descriptionFr,
  descriptionEn,
})
const iso = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) => ({
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
})

const audit = (
  tx: Tx,
  ctx: OpContext,
  event: Parameters<typeof recordAudit>[2],
  id: Id<'maintenance'>,
  details: Record<string, unknown>,
) => recordAudit(tx, ctx, event, { organisationId: null, kind: 'maintenance', id, details })
