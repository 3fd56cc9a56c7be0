import type { ProcessKind } from '~/db/schema/platform'
import type { CheckName, PlatformView, Verdict } from './client'
import type { Figures } from './figures'
import { limits } from './limits'

const dayMs = 86_400_000
const verdictOf = (needsLook: boolean): Verdict => (needsLook ? 'look' : 'well')
const needed: readonly ProcessKind[] = ['portal', 'api', 'operator', 'worker', 'console']

/** The figures as the operator's page shows them, each with its verdict. Pure. */
export function viewFigures(figures: Figures): PlatformView {
  const { readAt } = figures
  const age = (since: Date | null) =>
    since === null ? 0 : Math.max(0, Math.round((readAt.getTime() - since.getTime()) / 1_000))
  const days = (end: Date | null) => end && Math.floor((end.getTime() - readAt.getTime()) / dayMs)

  const processes = figures.processes.map(({ schemaVersion, startedAt, seenAt, isReady: _, ...row }) => ({
    ...row,
    schema: schemaVersion,
    startedAt: startedAt.toISOString(),
    seenAt: seenAt.toISOString(),
  }))
  const sagas = figures.sagas.flatMap(({ kind, state, open, oldestAt }) =>
    state === 'running' || state === 'undoing' || state === 'parked'
      ? [
          {
            kind,
            state,
            open,
            oldestAt: oldestAt.toISOString(),
            verdict: verdictOf(state === 'parked' || age(oldestAt) > limits.sagaSeconds),
          },
        ]
      : [],
  )
  const jobs = figures.jobs.map(({ task, due, oldestDueAt, givenUp }) => ({
    task,
    due,
    lagSeconds: age(oldestDueAt),
    givenUp,
    verdict: verdictOf(age(oldestDueAt) > limits.jobLagSeconds || givenUp > 0),
  }))
  const sweepers = figures.sweepers.map(({ name, everyMs, succeededAt, knownSince }) => ({
    name,
    everySeconds: everyMs / 1_000,
    succeededAt: succeededAt?.toISOString() ?? null,
    verdict: verdictOf(
      age(succeededAt ?? knownSince) >
        limits.sweeperIntervals * (everyMs / 1_000) + limits.sweeperGraceSeconds,
    ),
  }))
  const backlogs = figures.backlogs.map(({ channel, waiting, since }) => ({
    channel,
    waiting,
    ageSeconds: age(since),
    verdict: verdictOf(
      age(since) > limits.backlogSeconds[channel] ||
        (channel === 'deferred_mails' && waiting > limits.deferredMails),
    ),
  }))
  const zones = figures.zones.map((zone) => {
    const driftsOf = (isHeld: boolean) =>
      figures.drifts.find((each) => each.zone === zone.zone && each.isHeld === isHeld)?.open ?? 0
    const isSimulated = zone.driver === 'simulator'
    const isUnreached = zone.reachedAt !== null && age(zone.reachedAt) > limits.zoneSeconds
    return {
      zone: zone.zone,
      isSimulated,
      reachedAt: zone.reachedAt?.toISOString() ?? null,
      silentHosts: zone.silentHosts,
      isCircuitOpen: zone.isCircuitOpen,
      driftsOpen: driftsOf(false),
      driftsHeld: driftsOf(true),
      verdict: verdictOf(isUnreached || zone.silentHosts > 0 || zone.isCircuitOpen || driftsOf(true) > 0),
    }
  })
  const renewedDays = days(figures.certificates.renewed)
  const certificates = {
    renewedDays,
    uploadedDays: days(figures.certificates.uploaded),
    failedOrders: figures.certificates.failedOrders,
    verdict: verdictOf(renewedDays !== null && renewedDays < limits.certificateDays),
  }

  const live = processes.filter(({ state }) => state !== 'silent')
  const versions = new Set(live.map(({ version, schema }) => `${version} ${schema}`)).size
  const unready = processes.filter(({ state }) => state !== 'ready').length
  const missing = needed.filter((kind) => !live.some((each) => each.kind === kind)).length
  const countLooks = (rows: readonly { verdict: Verdict }[]) =>
    rows.filter(({ verdict }) => verdict === 'look').length
  const held = zones.reduce((sum, { driftsHeld }) => sum + driftsHeld, 0)
  const counts: Record<CheckName, number> = {
    processes: unready + missing,
    versions: Math.max(0, versions - 1),
    sagas: countLooks(sagas),
    jobs: countLooks(jobs),
    sweepers: countLooks(sweepers),
    backlogs: countLooks(backlogs),
    zones: countLooks(zones),
    drifts: held,
    certificates: countLooks([certificates]),
  }
  return {
    readAt: readAt.toISOString(),
    checks: (Object.keys(counts) as CheckName[]).map((name) => ({
      name,
      count: counts[name],
      verdict: verdictOf(counts[name] > 0),
    })),
    processes,
    sagas,
    jobs,
    sweepers,
    backlogs,
    zones,
    certificates,
  }
}
