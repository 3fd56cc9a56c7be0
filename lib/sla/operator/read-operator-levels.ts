import { type Tx, withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { Availability, Span } from '../availability/compute-availability'
import { type Burn, readBurn } from '../burning/read-burn'
import { listCreditMonths } from '../credits/queries/service-credits'
import { chooseMonth } from '../dashboard/choose-month'
import { type LevelState, levelOf, monthBudget } from '../dashboard/levels'
import { listSiteSubjects, listSubjects, listZoneSubjects } from '../measuring/list-subjects'
import { type MeasuredSubject, readAvailability } from '../measuring/read-availability'
import { listZoneNames } from '../queries/resource-names'
import { burntPpm } from './burnt'
import * as queries from './queries/operator'
import { stateNow } from './state-now'
import type { BurnGroupView, OperatorLevelsView, RiskView, VantageHealthView } from './views'

const risksMax = 50
const creditMonths = 12
const namesMax = 12
const daySeconds = 86_400
const yearSeconds = 365 * daySeconds

type Level = {
  measured: MeasuredSubject
  state: LevelState
  allowedMs: number
  leftMs: number
  burn: Burn | undefined
}

/**
 * The risks of this month's objectives over all customers: objectives under pressure, burning budgets, incident
 * durations, credits due, and the state of the probes.
 *
 * @throws DomainError `forbidden`
 */
export async function readOperatorLevels(ctx: OpContext): Promise<OperatorLevelsView> {
  authorizeStaff(ctx, 'sla:inspect')
  const { now } = ctx
  const month = chooseMonth(undefined, now)
  return withStaff(ctx, async (tx) => {
    const subjects = await listSubjects(tx, null, month)
    const zones = await listZoneSubjects(tx)
    const all = [...subjects, ...zones, ...listSiteSubjects()]
    const measured = await readAvailability(tx, { subjects: all, window: month, now })
    const burns = new Map((await readBurn(tx, all, now)).map((burn) => [burn.subject.id, burn]))
    const levels = measured.map((each) => toLevel(each, month, burns.get(each.subject.id)))
    const resources = levels.filter(({ measured: { subject } }) => subject.organisationId !== null)
    const places = new Map((await queries.listServerPlaces(tx)).map((place) => [place.id as string, place]))
    const zoneCodes = new Map((await listZoneNames(tx)).map(({ id, code }) => [id as string, code]))
    const risks = resources.filter(isRisk).sort(byPressure)
    return {
      period: month.period,
      resources: subjects.length,
      measured: resources.filter(({ state }) => state !== 'unknown').length,
      breached: resources.filter(({ state }) => state === 'breached').length,
      pressed: resources.filter(({ state }) => state === 'at_risk').length,
      fast: resources.filter(({ burn }) => burn?.pace === 'fast').length,
      slow: resources.filter(({ burn }) => burn?.pace === 'slow').length,
      risks: await namedRisks(tx, risks.slice(0, risksMax), places, zoneCodes),
      riskCount: risks.length,
      byZone: [...groupedBy(resources, ({ measured: { subject } }) => subject.zoneId).entries()].map(
        ([zoneId, group]) => ({
          ...groupOf(zoneCodes.get(zoneId ?? '') ?? '', group),
          own: ownOf(levels.find(({ measured: { subject } }) => subject.id === zoneId)),
        }),
      ),
      byGeneration: [
        ...groupedBy(
          resources,
          ({ measured: { subject } }) => places.get(subject.id)?.generation ?? '',
        ).entries(),
      ]
        .map(([generation, group]) => groupOf(generation, group))
        .sort((a, b) => (a.key < b.key ? 1 : -1)),
      times: await queries.readIncidentTimes(tx, addSeconds(now, -yearSeconds)),
      vantages: await readVantages(tx, now),
      unknownNow: unknownNow(measured, now),
      credits: await listCreditMonths(tx, creditMonths),
    }
  })
}

function toLevel(measured: MeasuredSubject, month: Span, burn: Burn | undefined): Level {
  const { availability, objectivePpm, isComplete, window } = measured
  const aheadMs = isComplete ? 0 : Math.max(0, month.to - window.to)
  const budget = objectivePpm === null ? null : monthBudget(availability, aheadMs, objectivePpm)
  return {
    measured,
    state: levelOf(availability, aheadMs, objectivePpm),
    allowedMs: budget?.allowedMs ?? 0,
    leftMs: budget?.leftMs ?? 0,
    burn,
  }
}

const isRisk = ({ state, burn }: Level) =>
  state === 'breached' || state === 'at_risk' || (burn?.pace ?? null) !== null

/** Burning ones first, then by smallest remaining budget. */
function byPressure(a: Level, b: Level): number {
  const rank = ({ burn }: Level) => (burn?.pace === 'fast' ? 0 : burn?.pace === 'slow' ? 1 : 2)
  const left = ({ allowedMs, leftMs }: Level) => (allowedMs > 0 ? leftMs / allowedMs : leftMs)
  return (
    rank(a) - rank(b) || left(a) - left(b) || (a.measured.subject.name < b.measured.subject.name ? -1 : 1)
  )
}

type Places = ReadonlyMap<string, { host: string; generation: string }>

async function namedRisks(
  tx: Tx,
  risks: readonly Level[],
  places: Places,
  zoneCodes: ReadonlyMap<string, string>,
): Promise<RiskView[]> {
  const names = new Map((await queries.listOrganisationNames(tx)).map(({ id, name }) => [id, name]))
  return risks.flatMap(({ measured, state, allowedMs, leftMs, burn }) => {
    const { subject, availability, objectivePpm } = measured
    if (subject.organisationId === null || objectivePpm === null) return []
    return {
      id: subject.id,
      name: subject.name,
      organisation: names.get(subject.organisationId) ?? '',
      organisationId: subject.organisationId,
      zone: zoneCodes.get(subject.zoneId ?? '') ?? '',
      host: places.get(subject.id)?.host ?? null,
      state,
      availabilityPpm: availability.availabilityPpm,
      objectivePpm,
      allowedMs,
      leftMs,
      pace: burn?.pace ?? null,
    }
  })
}

function groupOf(key: string, group: readonly Level[]): BurnGroupView {
  const sum = (of: (availability: Availability) => number) =>
    group.reduce((ms, { measured }) => ms + of(measured.availability), 0)
  return {
    key,
    resources: group.length,
    breached: group.filter(({ state }) => state === 'breached').length,
    downMs: sum(({ downMs }) => downMs),
    unknownMs: sum(({ unknownMs }) => unknownMs),
    burntPpm: burntPpm(
      group.map(({ measured: { availability }, allowedMs }) => ({ downMs: availability.downMs, allowedMs })),
    ),
    own: null,
  }
}

function ownOf(level: Level | undefined): BurnGroupView['own'] {
  if (!level) return null
  const { availability, objectivePpm } = level.measured
  return { availabilityPpm: availability.availabilityPpm, objectivePpm, state: level.state }
}

const lateMs = 30_000
const awayMs = 300_000

async function readVantages(tx: Tx, now: Date): Promise<VantageHealthView[]> {
  const since = addSeconds(now, -daySeconds)
  since.setUTCMinutes(0, 0, 0)
  return (await queries.listVantageHealth(tx, since)).map((row) => {
    const age = row.lastRoundAt && now.getTime() - row.lastRoundAt.getTime()
    const { id, kind, name, zone, rounds, failedRounds, longestMs } = row
    return {
      id,
      kind,
      name,
      zone,
      looks: age === null ? 'never' : age > awayMs ? 'away' : age > lateMs ? 'late' : 'looking',
      lastRoundAt: row.lastRoundAt?.toISOString() ?? null,
      rounds,
      failedRounds,
      meanMs: rounds > 0 ? Math.round(Number(row.totalMs) / rounds) : null,
      longestMs,
      failure:
        row.failedAt && row.failureText ? { at: row.failedAt.toISOString(), text: row.failureText } : null,
    }
  })
}

function unknownNow(measured: readonly MeasuredSubject[], now: Date): OperatorLevelsView['unknownNow'] {
  const lost = measured.filter(
    ({ sight, subject }) =>
      (subject.life.endedAt === null || subject.life.endedAt > now.getTime()) &&
      stateNow(sight, now) === 'unknown',
  )
  return [...groupedBy(lost, ({ subject }) => subject.kind).entries()].map(([kind, group]) => ({
    kind,
    count: group.length,
    names: group.slice(0, namesMax).map(({ subject }) => subject.name),
  }))
}
