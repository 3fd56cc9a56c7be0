/**
 * Reconciler: compares each Paris day with the four weeks before it, by project, three hours after its end. The worker
 * that claims an organisation's day, in the transaction that also notifies, compares it, so each anomaly is notified
 * once. A lasting level is notified on its first day.
 */
import { type Tx, withSystem } from '~/db/client'
import { isDatabaseLost } from '~/db/connections/lost-database'
import type { CostCause } from '~/db/schema/billing/costs'
import { emitEvent } from '~/lib/events'
import { addNotice, authorizeSystem } from '~/lib/identity'
import { listContacts } from '~/lib/identity/rows'
import { type Id, toId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import { divideHalfUp, microCentsPerCent, secondsPerHour } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { formatDate, formatMoney } from '~/lib/kernel/text/format'
import { addSeconds } from '~/lib/kernel/time/clock'
import { endOfParisDay, parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { listProjects } from '../queries/subjects'
import { listResourceNames } from '../usage/queries/usage'
import { type Deviation, daysCompared, findDeviation, median } from './find-deviation'
import * as queries from './queries/cost-watch'

/** Late measurements of the day have arrived by then. */
const completeAfterSeconds = 3 * 3_600
/** Default minimum deviation: 20 € a day. */
export const defaultMinimumCents = 2_000n
const causesMax = 5

type Organisation = { id: Id<'organisation'>; legalName: string }
type Anomaly = Deviation & { projectId: Id<'project'>; day: string; cents: bigint; causes: CostCause[] }

/**
 * Compares the last complete day (three hours after its end) for every organisation, and notifies anomalies. `stop` ends
 * the pass after the current organisation; the next one continues.
 */
export async function watchCosts(ctx: OpContext, stop?: AbortSignal): Promise<void> {
  authorizeSystem(ctx)
  const day = dayBefore(parisDay(addSeconds(ctx.now, -completeAfterSeconds)))
  const window = windowsUpTo(day)
  const organisations = await withSystem(ctx, (tx) =>
    queries.listOrganisationsToExamine(tx, day, window[0]?.from ?? ctx.now),
  )
  for (const organisation of organisations) {
    if (stop?.aborted) return
    await examineOne(ctx, organisation, window)
  }
}

/** A failure stops no other organisation; it is logged, and retried in the next pass. */
async function examineOne(
  ctx: OpContext,
  organisation: Organisation,
  windows: readonly queries.DayWindow[],
): Promise<void> {
  try {
    await withSystem(ctx, (tx) => examine(tx, ctx, organisation, windows))
  } catch (error) {
    if (isDatabaseLost(error)) throw error
    log.error({ err: error, organisation: organisation.id }, 'the costs of a day could not be compared')
  }
}

async function examine(
  tx: Tx,
  ctx: OpContext,
  organisation: Organisation,
  windows: readonly queries.DayWindow[],
): Promise<void> {
  const day = windows.at(-1)?.day ?? ''
  const taken = { organisationId: organisation.id, day, minimumCents: defaultMinimumCents, at: ctx.now }
  const watch = await queries.claimDay(tx, taken)
  if (!watch) return
  const costs = costsByKey(await queries.listDayAmounts(tx, organisation.id, windows), windows)
  for (const [key, cents] of [...costs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const projectId = toId('project', key)
    const last = cents.at(-1) ?? 0n
    const judged = findDeviation(last, cents.slice(0, -1), watch.minimumCents)
    if (!judged?.isApart) continue
    const causes = await findCauses(tx, organisation.id, projectId, windows)
    await record(tx, ctx, organisation, { ...judged, projectId, day, cents: last, causes })
  }
}

/** The resources with the largest contribution to the difference, largest first. */
async function findCauses(
  tx: Tx,
  organisationId: Id<'organisation'>,
  projectId: Id<'project'>,
  windows: readonly queries.DayWindow[],
): Promise<CostCause[]> {
  const amounts = await queries.listDayAmounts(tx, organisationId, windows, projectId)
  const names = new Map((await listResourceNames(tx, organisationId)).map(({ id, name }) => [id, name]))
  const size = (cause: { cents: bigint; usual: bigint }) =>
    cause.cents > cause.usual ? cause.cents - cause.usual : cause.usual - cause.cents
  return [...costsByKey(amounts, windows)]
    .map(([resourceId, cents]) => ({
      resourceId,
      cents: cents.at(-1) ?? 0n,
      usual: median(cents.slice(0, -1)),
    }))
    .filter((cause) => size(cause) > 0n)
    .sort((a, b) => Number(size(b) - size(a)) || (a.resourceId < b.resourceId ? -1 : 1))
    .slice(0, causesMax)
    .map(({ resourceId, cents, usual }) => ({
      resourceId,
      name: names.get(resourceId) ?? resourceId,
      cents: cents.toString(),
      usualCents: usual.toString(),
    }))
}

async function record(tx: Tx, ctx: OpContext, organisation: Organisation, anomaly: Anomaly): Promise<void> {
  const { projectId, day, cents, expectedCents, allowedCents, causes } = anomaly
  const project = { organisationId: organisation.id, projectId }
  const before = await queries.findAnomaly(tx, { ...project, day: dayBefore(day) })
  const isContinued = before !== null && before.cents > before.expectedCents === cents > expectedCents
  const isFound = await queries.insertAnomaly(tx, {
    ...project,
    day,
    cents,
    expectedCents,
    allowedCents,
    isTold: !isContinued,
    causes,
    foundAt: ctx.now,
  })
  if (isFound && !isContinued) await notifyAnomaly(tx, ctx, organisation, anomaly)
}

async function notifyAnomaly(
  tx: Tx,
  ctx: OpContext,
  organisation: Organisation,
  anomaly: Anomaly,
): Promise<void> {
  const { id: organisationId, legalName } = organisation
  const { projectId, day, cents, expectedCents, causes } = anomaly
  const projects = await listProjects(tx, organisationId)
  const project = projects.find(({ id }) => id === projectId)?.name ?? projectId
  const href = routes.org.billingCosts(organisationId)
  await addNotice(tx, ctx, { organisationId, kind: 'cost_anomaly', params: { project, day }, href })
  await emitEvent(tx, ctx, {
    organisationId,
    event: 'cost.anomaly_found',
    data: {
      projectId,
      project,
      day,
      cents: cents.toString(),
      expectedCents: expectedCents.toString(),
      causes,
    },
  })
  for (const contact of await listContacts(tx, organisationId, ['owner', 'billing'])) {
    const { locale } = contact
    await queueMail(tx, {
      to: contact.email,
      locale,
      template: 'cost-anomaly',
      params: {
        name: contact.fullName,
        organisation: legalName,
        project,
        day: formatDate(startOfParisDay(day), locale),
        spent: formatMoney(cents, locale),
        expected: formatMoney(expectedCents, locale),
        causes: causes.map((cause) => ({
          name: cause.name,
          spent: formatMoney(BigInt(cause.cents), locale),
          usual: formatMoney(BigInt(cause.usualCents), locale),
        })),
        url: portalLink(href),
      },
    })
  }
}

/** The cost of each day per key, in day order; cents rounded half up once a day. */
function costsByKey(
  amounts: readonly queries.DayAmount[],
  windows: readonly queries.DayWindow[],
): Map<string, bigint[]> {
  const positions = new Map(windows.map(({ day }, index) => [day, index]))
  const costs = new Map<string, bigint[]>()
  for (const { key, day, amount } of amounts) {
    const cents = costs.get(key) ?? windows.map(() => 0n)
    cents[positions.get(day) ?? 0] = divideHalfUp(BigInt(amount), secondsPerHour * microCentsPerCent)
    costs.set(key, cents)
  }
  return costs
}

/** The day to compare, and the days of its comparison window, earliest first. */
function windowsUpTo(day: string): queries.DayWindow[] {
  const windows: queries.DayWindow[] = []
  for (let each = day; windows.length <= daysCompared; each = dayBefore(each))
    windows.unshift({ day: each, from: startOfParisDay(each), to: endOfParisDay(each) })
  return windows
}

const dayBefore = (day: string) => parisDay(addSeconds(startOfParisDay(day), -1))
