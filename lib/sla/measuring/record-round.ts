/**
 * Rounds of probes. The holder of a vantage's lease probes, and writes the round in one transaction: only with the
 * newest fence, and only on top of the round that it started from. A killed worker leaves a round complete or absent,
 * and of two concurrent rounds one is stored.
 */
import { type Tx, withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { planRound, type SubjectReading } from './plan-round'
import * as queries from './queries/rounds'
import { roundMs } from './rounds'

export type { DueVantage, WatchedZone } from './queries/rounds'

/** Shorter than the longest gap by a round and a probe, so that another worker takes over without a gap. */
const leaseSeconds = 12
/** A slightly early turn is not deferred to the next one. */
const earlyMs = 500

/**
 * `ctx` at the database's time, the only clock that workers share: a machine with a fast clock would store observations
 * in the future, and block all other workers until then.
 */
export async function atDatabaseTime(ctx: OpContext): Promise<OpContext> {
  authorizeSystem(ctx)
  return { ...ctx, now: await withSystem(ctx, queries.readDatabaseTime) }
}

/** The vantages that are due, of all open zones and of these sites. */
export async function listDueVantages(ctx: OpContext): Promise<queries.DueVantage[]> {
  authorizeSystem(ctx)
  return withSystem(ctx, async (tx) => {
    await queries.ensureZoneVantages(tx, ['control', 'agent'], ctx.now)
    return queries.listDueVantages(tx, new Date(ctx.now.getTime() - roundMs + earlyMs))
  })
}

/** Claims the right to probe from a vantage for some seconds; null while another worker holds it. */
export async function claimTurn(
  ctx: OpContext,
  vantageId: queries.DueVantage['id'],
  holder: string,
): Promise<queries.Turn | null> {
  authorizeSystem(ctx)
  const lease = { holder, now: ctx.now, until: addSeconds(ctx.now, leaseSeconds) }
  return withSystem(ctx, (tx) => queries.claimVantage(tx, vantageId, lease))
}

/**
 * Stores the observations made at `ctx.now`, once: false, without writing, when another round came in between. `tookMs`
 * is the duration of the probes.
 */
export async function recordRound(
  ctx: OpContext,
  turn: queries.Turn,
  readings: readonly SubjectReading[],
  tookMs: number,
): Promise<boolean> {
  authorizeSystem(ctx)
  return withSystem(ctx, async (tx) => {
    if (!(await queries.moveRound(tx, turn, ctx.now))) return false
    await writeRound(tx, turn, ctx.now, readings)
    await queries.addToHour(tx, turn.vantageId, ctx.now, { failed: false, subjects: readings.length, tookMs })
    return true
  })
}

async function writeRound(tx: Tx, turn: queries.Turn, at: Date, readings: readonly SubjectReading[]) {
  const { vantageId, lastRoundAt } = turn
  const states = await queries.listStates(tx, vantageId)
  const before = { at: lastRoundAt?.getTime() ?? null, states }
  const plan = planRound(before, { at: at.getTime(), readings })
  if (lastRoundAt) {
    if (plan.isGap) await queries.insertGap(tx, { vantageId, fromAt: lastRoundAt, toAt: at })
    const seen = plan.transitions.map((each) => ({ ...each, vantageId, at: lastRoundAt }))
    await queries.insertSeen(tx, seen)
  }
  const added = plan.changed.filter(({ isNew }) => isNew).map(({ subjectId }) => subjectId)
  const newest = await queries.listNewestStates(tx, vantageId, added)
  const stateOf = new Map(newest.map(({ subjectId, state }) => [subjectId, state]))
  const rows = plan.changed.map(({ subjectId, kind, organisationId, reading, state }) => ({
    vantageId,
    subjectId,
    subjectKind: kind,
    organisationId,
    reading,
    state: state ?? stateOf.get(subjectId) ?? null,
  }))
  await queries.upsertStates(tx, rows)
  await queries.deleteStates(tx, vantageId, plan.left)
}

/** The vantage could not probe: stores no round, so that its subjects become unknown, but the reason. */
export async function recordFailedRound(
  ctx: OpContext,
  turn: queries.Turn,
  text: string,
  tookMs: number,
): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, async (tx) => {
    if (await queries.saveFailure(tx, turn, ctx.now, text.slice(0, 500)))
      await queries.addToHour(tx, turn.vantageId, ctx.now, { failed: true, subjects: 0, tookMs })
  })
}

/** Open zones. */
export async function listWatchedZones(ctx: OpContext): Promise<queries.WatchedZone[]> {
  authorizeSystem(ctx)
  return withSystem(ctx, queries.listWatchedZones)
}

/** The subjects of a zone. */
export async function listWatched(ctx: OpContext, zoneId: NonNullable<queries.DueVantage['zoneId']>) {
  authorizeSystem(ctx)
  return withSystem(ctx, (tx) => queries.listWatched(tx, zoneId))
}

/** Whether a zone has hosts and all are unreachable. */
export async function isZoneSilent(ctx: OpContext, zoneId: NonNullable<queries.DueVantage['zoneId']>) {
  authorizeSystem(ctx)
  return withSystem(ctx, (tx) => queries.isZoneSilent(tx, zoneId))
}
