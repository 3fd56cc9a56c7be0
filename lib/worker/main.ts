/** The worker process: jobs, sagas and sweepers. Any number of them may run. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { closeDatabase } from '~/db/client'
import { openDrivers, watchZones } from '~/lib/hypervisors/runtime'
import { retryUntilAvailable } from '~/lib/kernel/concurrency/retry-until-available'
import { loadConfiguration } from '~/lib/kernel/configuration/load'
import { log } from '~/lib/kernel/log'
import { startMetricsServer } from '~/lib/kernel/metrics/metrics-server'
import { endWhenUncaught } from '~/lib/kernel/process/end-when-uncaught'
import { nameSourceLines } from '~/lib/kernel/process/name-source-lines'
import { endOnRefusal } from '~/lib/kernel/process/start-refusal'
import { systemContext } from '~/lib/kernel/system-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { startTracing } from '~/lib/kernel/tracing/start-tracing'
import { openDnsServers } from '~/lib/names/runtime'
import { exportFigures, startHeartbeats } from '~/lib/platform'
import { refuseTooOld, startProbeServer } from '~/lib/readiness'
import { refuseOtherSecrets } from '~/lib/recovery'
import { definitionOf, sagaVocabulary } from '~/lib/resources/runtime'
import { engineDefaults, neverCrash, startSagaRunner } from '~/lib/sagas/runtime'
import { crashAt } from './crash-at'
import { removeHeartbeat, workerHeartbeat } from './fleet/heartbeat'
import { openShare } from './fleet/share'
import { startQueue } from './queue'
import { readWorkerSettings } from './settings'
import {
  addressSweeper,
  balancerHealthSweeper,
  balancerRenewalSweeper,
  balancerSweeper,
  balancerZoneSweeper,
  certificateSweeper,
  dueJobsSweeper,
  dueSagaSweeper,
  firstBootSweeper,
  hostSweeper,
  isAssigned,
  journalSweeper,
  lostHostSweeper,
  measuringSweeper,
  metricsSweeper,
  nameSweeper,
  networkSweeper,
  ownProbeSweeper,
  reachTestSweeper,
  siteMeasuringSweeper,
  spareNetworkSweeper,
  startSweepers,
  sweepers,
  vantageSweeper,
  zoneComparisonSweeper,
  zoneReachSweeper,
} from './sweepers/index'
import type { Sweeper } from './sweepers/sweeper'
import { outsideGate } from './while-held'

const graceMs = 10_000
/** `due sagas` looks more often. */
const sweepSagasMs = 30_000

nameSourceLines()
await endOnRefusal(() => loadConfiguration('worker'))
const settings = readWorkerSettings()
const metrics = await endOnRefusal(() => startMetricsServer(settings.metrics))
const tracing = await startTracing('worker')
const probes = await endOnRefusal(() => startProbeServer('worker', settings.probes))
await endOnRefusal(() => refuseOtherSecrets('worker'))
await endOnRefusal(() => refuseTooOld('worker'))
const { crashAt: crash } = settings.developer
const workerId = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
const startedAt = systemNow()
const share = openShare(workerId)
/** Zones that this worker did not reach last. */
const unreached = new Set<string>()

const drivers = await retryUntilAvailable('database', () =>
  openDrivers({
    simulatorDatabaseUrl: settings.simulatorDatabaseUrl,
    incusSocket: settings.incusSocket,
    managementRanges: settings.managementRanges,
    now: systemNow,
  }),
)
const dnsServers = openDnsServers({ simulatorDatabaseUrl: settings.simulatorDatabaseUrl })
const runner = startSagaRunner({
  engine: {
    ...engineDefaults,
    definitionOf,
    vocabulary: sagaVocabulary,
    workerId,
    driverFor: drivers.driverFor,
    now: systemNow,
    random: Math.random,
    crash: crash ? crashAt(crash.point, crash.signal) : neverCrash,
  },
  room: { perOrganisation: settings.sagasPerOrganisationMax, total: settings.sagasMax },
  sweepMs: sweepSagasMs,
  onlySaga: crash?.sagaId,
})
const queue = startQueue({
  databaseUrl: settings.queueDatabaseUrl,
  concurrentJobs: settings.concurrentJobs,
  nudgeSagas: runner.nudge,
})
const allSweepers: Sweeper[] = [
  dueJobsSweeper,
  dueSagaSweeper(runner, share),
  journalSweeper(settings.dataDir, startedAt),
  zoneReachSweeper(drivers, {
    share,
    unreached,
    servesAll: () => allSweepers.some((each) => each.everyZone && isAssigned(each, share)),
  }),
  hostSweeper(drivers, workerId),
  lostHostSweeper(drivers),
  zoneComparisonSweeper(drivers),
  networkSweeper(drivers),
  spareNetworkSweeper(drivers),
  vantageSweeper(drivers),
  addressSweeper(drivers),
  balancerSweeper(drivers),
  balancerRenewalSweeper(drivers),
  balancerHealthSweeper(drivers),
  balancerZoneSweeper(drivers),
  nameSweeper(dnsServers, workerId),
  certificateSweeper(workerId),
  metricsSweeper(drivers),
  ownProbeSweeper(drivers),
  reachTestSweeper(drivers),
  firstBootSweeper(drivers),
  measuringSweeper(drivers, workerId),
  siteMeasuringSweeper({ holder: workerId, paths: settings.sites }),
  ...sweepers,
]
const heartbeat = workerHeartbeat({
  workerId,
  startedAt,
  queue,
  sagaSteps: sagaVocabulary,
  share,
  sweepers: {
    names: allSweepers.map(({ name }) => name),
    running: () =>
      allSweepers
        .filter((each) => !each.everywhere && isAssigned(each, share))
        .map(({ name }) => name)
        .sort(),
    failing: () => sweeping.failing(),
  },
  unreached,
  file: settings.heartbeatFile,
})
const gate = { mayLeave: outsideGate(), share }
const sweeping = startSweepers(allSweepers, gate)
// A leaving worker is alive until its last job has ended: its heartbeat stops after everything else.
const alive = startSweepers([heartbeat.sweeper], gate)
const beating = startHeartbeats({
  kind: 'worker',
  id: workerId,
  startedAt,
  sweepers: () => ({ ...alive.record(), ...sweeping.record() }),
})
exportFigures(workerId, systemNow)
const watching = watchZones({
  workerId,
  drivers,
  now: systemNow,
  serves: (zoneId) => share.serves('zone comparison', zoneId),
  servesAny: () => share.servedIncusZones('zone comparison').length > 0,
})
probes.markStarted()
log.info({ workerId }, 'worker ready')

async function leave(signal: string): Promise<void> {
  log.info({ workerId, signal }, 'worker leaving')
  await Promise.all([probes.stop(), metrics.stop()])
  const ctx = () => systemContext('worker', systemNow())
  await Promise.all([
    heartbeat
      .withdraw(ctx())
      .catch((error: unknown) => log.debug({ err: error }, 'the share was not given away')),
    runner.stop(graceMs),
    queue.stop(),
    sweeping.stop(),
    watching.stop(),
  ])
  await Promise.all([beating.stop(), alive.stop()])
  await removeHeartbeat(ctx(), workerId)
  await Promise.all([drivers.close(), dnsServers.close()])
  await Promise.all([closeDatabase(), tracing.stop()])
  log.info({ workerId }, 'worker left')
}

let isLeaving = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (isLeaving) return
    isLeaving = true
    // An unavailable database must not keep the process from ending.
    setTimeout(() => process.exit(1), graceMs + 3_000).unref()
    leave(signal).then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'worker did not leave cleanly')
        process.exit(1)
      },
    )
  })
}

endWhenUncaught()
