import { type Tx, withSystem } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  computeAvailability,
  listSiteSubjects,
  listSubjects,
  listZoneSubjects,
  mergeSpans,
  type Span,
  type Subject,
} from '~/lib/sla'
import { seedSystem } from '../contexts'
import { findMeasuredOutages, type MeasuredOutage } from './measured-outages'
import * as queries from './queries/measured'
import type { SeededOrganisation } from './seed-people'

const round = 10_000
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Days with counts of rounds. */
const talliedDays = 7

type Vantage = Awaited<ReturnType<typeof queries.insertVantages>>[number]
type Places = ReadonlyMap<string, { hostId: string; rackId: string }>

/** When vantages did not measure, counted back from the day of seeding: the state of their own subjects is unknown. */
const blindSpots = [
  { zone: 0, kinds: ['control', 'agent'], daysAgo: 171, hour: 3, minutes: 4 },
  { zone: 1, kinds: ['agent'], daysAgo: 94, hour: 12, minutes: 25 },
  { zone: 0, kinds: ['agent'], daysAgo: 23, hour: 21, minutes: 90 },
  { zone: 2, kinds: ['control', 'agent'], daysAgo: 11, hour: 5, minutes: 7 },
] as const
/** When a site of ours did not answer. */
const siteOutages = [
  { site: 'operator', daysAgo: 132, hour: 6, minutes: 12 },
  { site: 'portal', daysAgo: 58, hour: 2, minutes: 4 },
] as const

/**
 * Writes the observations of all vantages over thirteen months, up to `today`: the outages and maintenance of
 * `findMeasuredOutages`, customers' own stops, and gaps in the measurement. A worker continues from there.
 */
export async function seedMeasured(today: Date, organisations: readonly SeededOrganisation[]): Promise<void> {
  const until = Math.floor(today.getTime() / round) * round
  const ctx = seedSystem(today)
  const outages = await findMeasuredOutages(today, organisations)
  await withSystem(ctx, async (tx) => {
    const zones = await listZoneSubjects(tx)
    const resources = await listSubjects(tx, null, { from: 0, to: until })
    const places: Places = new Map((await queries.listPlaces(tx)).map((place) => [place.id, place]))
    const vantages = await insertVantages(tx, ctx, zones, until)
    const spots = blindSpots.flatMap(({ zone, kinds, ...when }) =>
      kinds.map((kind) => ({ zoneId: zones[zone]?.zoneId, kind: kind as string, ...ago(until, when) })),
    )
    const gaps = vantages.flatMap(({ id, zoneId, kind }) =>
      spots
        .filter((spot) => spot.zoneId === zoneId && spot.kind === kind)
        .map(({ from, to }) => ({ vantageId: id, fromAt: new Date(from), toAt: new Date(to) })),
    )
    await queries.insertGaps(tx, gaps)
    const seen: queries.NewSeen[] = []
    const states: queries.NewState[] = []
    for (const subject of [...resources, ...zones, ...listSiteSubjects()]) {
      const down = downTimes(subject, outages, places, until)
      for (const vantage of vantages.filter(({ zoneId }) => zoneId === subject.zoneId)) {
        const began = Math.max(vantage.createdAt.getTime(), subject.life.deliveredAt ?? until)
        const rows = toSeen(subject, vantage, down, { from: ceil(began), to: until })
        seen.push(...rows)
        const last = rows.at(-1)
        if (last && subject.life.endedAt === null) states.push(toState(subject, last))
      }
    }
    await queries.insertSeen(tx, seen)
    await queries.insertStates(tx, states)
    await queries.insertHours(tx, toHours(vantages, states, gaps, until))
  })
}

async function insertVantages(tx: Tx, ctx: OpContext, zones: readonly Subject[], until: number) {
  const createdAt = new Date(ceil(ctx.now.getTime() - 400 * day))
  const lastRoundAt = new Date(until)
  const looks = { createdAt, lastRoundAt }
  return queries.insertVantages(tx, [
    ...zones.flatMap(({ zoneId }) =>
      (['control', 'agent'] as const).map((kind) => ({ zoneId, kind, name: kind, ...looks })),
    ),
    ...['public', 'inside'].map((name) => ({ zoneId: null, kind: 'site' as const, name, ...looks })),
  ])
}

const ceil = (at: number) => Math.ceil(at / round) * round
const floor = (at: number) => Math.floor(at / round) * round

function ago(until: number, when: { daysAgo: number; hour: number; minutes: number }): Span {
  const midnight = Math.floor(until / day) * day
  const from = midnight - when.daysAgo * day + when.hour * hour
  return { from, to: from + when.minutes * minute }
}

/** Returns when a subject did not work, as seen by checks every ten seconds. Pure. */
function downTimes(
  subject: Subject,
  outages: readonly MeasuredOutage[],
  places: Places,
  until: number,
): Span[] {
  const place = places.get(subject.id)
  const covers = ({ domain, domainId, zoneId }: MeasuredOutage) =>
    domain === 'zone'
      ? zoneId === subject.zoneId
      : domainId === (domain === 'rack' ? place?.rackId : place?.hostId)
  const spans: Span[] = outages
    .filter(covers)
    .map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() }))
  for (const { site, ...when } of siteOutages) if (subject.id === site) spans.push(ago(until, when))
  for (const { from, to } of subject.life.ownStops)
    spans.push({ from: floor(from), to: Math.min(ceil(to), until) })
  return spans
}

/** Returns the transitions of one vantage. The agent notices a recovery slightly later. Pure. */
function toSeen(subject: Subject, vantage: Vantage, down: readonly Span[], known: Span): queries.NewSeen[] {
  const life = { from: known.from, to: Math.min(known.to, floor(subject.life.endedAt ?? known.to)) }
  if (life.from >= life.to) return []
  const late = vantage.kind === 'agent' ? 2 * round : 0
  const spans = mergeSpans(
    down.map(({ from, to }) => ({ from, to: to === known.to ? to : to + late })),
    life,
  )
  const { organisationId, id: subjectId } = subject
  const at = (instant: number, state: 'up' | 'down' | 'unknown'): queries.NewSeen => ({
    vantageId: vantage.id,
    subjectId,
    organisationId,
    at: new Date(instant),
    state,
  })
  const rows = spans[0]?.from === life.from ? [] : [at(life.from, 'up')]
  for (const { from, to } of spans) {
    rows.push(at(from, 'down'))
    if (to < life.to) rows.push(at(to, 'up'))
  }
  if (subject.life.endedAt !== null) rows.push(at(life.to, 'unknown'))
  return rows
}

function toState(subject: Subject, { vantageId, organisationId, state }: queries.NewSeen): queries.NewState {
  const { id: subjectId, kind: subjectKind } = subject
  return { vantageId, subjectId, subjectKind, organisationId, reading: state, state }
}

/** Returns the counts of rounds of the last days. Pure. */
function toHours(
  vantages: readonly Vantage[],
  states: readonly queries.NewState[],
  gaps: readonly { vantageId: Id<'vantage'>; fromAt: Date; toAt: Date }[],
  until: number,
): queries.NewHour[] {
  const hours: queries.NewHour[] = []
  for (const [index, { id, kind }] of vantages.entries()) {
    const subjects = states.filter(({ vantageId }) => vantageId === id).length
    const blind = gaps
      .filter(({ vantageId }) => vantageId === id)
      .map(({ fromAt, toAt }) => ({ from: fromAt.getTime(), to: toAt.getTime() }))
    for (let from = Math.floor(until / hour) * hour - talliedDays * 24 * hour; from < until; from += hour) {
      const window = { from, to: Math.min(from + hour, until) }
      const missed = computeAvailability([], window, blind).excludedMs / round
      const rounds = (window.to - window.from) / round - missed
      const usualMs = (kind === 'agent' ? 120 : 40) + ((from / hour + index * 7) % 13)
      if (rounds + missed === 0) continue
      hours.push({
        vantageId: id,
        hour: new Date(from),
        rounds,
        failedRounds: missed,
        subjectsMax: subjects,
        totalMs: BigInt(rounds * usualMs),
        longestMs: rounds === 0 ? 0 : usualMs * 3,
      })
    }
  }
  return hours
}
