/** The console gateway's process: server shells in browsers. Any number may run behind one address. */
import { closeDatabase } from '~/db/client'
import { openDrivers } from '~/lib/hypervisors/runtime'
import { retryUntilAvailable } from '~/lib/kernel/concurrency/retry-until-available'
import { loadConfiguration } from '~/lib/kernel/configuration/load'
import { log } from '~/lib/kernel/log'
import { startMetricsServer } from '~/lib/kernel/metrics/metrics-server'
import { endWhenUncaught } from '~/lib/kernel/process/end-when-uncaught'
import { nameSourceLines } from '~/lib/kernel/process/name-source-lines'
import { endOnRefusal } from '~/lib/kernel/process/start-refusal'
import { systemNow } from '~/lib/kernel/time/clock'
import { startHeartbeats } from '~/lib/platform'
import { refuseTooOld, startProbeServer } from '~/lib/readiness'
import { refuseOtherSecrets } from '~/lib/recovery'
import { standardLimits } from './limits'
import { readGatewaySettings } from './settings'
import { startGateway } from './start-gateway'

const graceMs = 10_000

nameSourceLines()
await endOnRefusal(() => loadConfiguration('console'))
const startedAt = systemNow()
const settings = readGatewaySettings()
const metrics = await endOnRefusal(() => startMetricsServer(settings.metrics))
const probes = await endOnRefusal(() => startProbeServer('console', settings.probes))
await endOnRefusal(() => refuseOtherSecrets('worker'))
await endOnRefusal(() => refuseTooOld('worker'))
const drivers = await retryUntilAvailable('database', () => openDrivers({ ...settings, now: systemNow }))
const gateway = await startGateway({ ...settings, drivers, limits: standardLimits, now: systemNow })
const beating = startHeartbeats({ kind: 'console', startedAt })
probes.markStarted()
log.info({ port: gateway.port }, 'console gateway ready')

async function leave(): Promise<void> {
  await Promise.all([probes.stop(), metrics.stop()])
  await gateway.stop()
  await beating.stop()
  await drivers.close()
  await closeDatabase()
}

let isLeaving = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (isLeaving) return
    isLeaving = true
    setTimeout(() => process.exit(1), graceMs).unref()
    leave().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the console gateway did not leave cleanly')
        process.exit(1)
      },
    )
  })
}

endWhenUncaught()
