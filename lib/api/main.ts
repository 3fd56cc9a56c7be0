/** Process: the API for programs, for customers. Any number may run behind one address. */
import { setTimeout as pause } from 'node:timers/promises'
import { closeDatabase, configureDatabase, configureReplica } from '~/db/client'
import { loadConfiguration } from '~/lib/kernel/configuration/load'
import { log } from '~/lib/kernel/log'
import { startMetricsServer } from '~/lib/kernel/metrics/metrics-server'
import { endWhenUncaught } from '~/lib/kernel/process/end-when-uncaught'
import { announceLeaving } from '~/lib/kernel/process/leaving'
import { nameSourceLines } from '~/lib/kernel/process/name-source-lines'
import { endOnRefusal } from '~/lib/kernel/process/start-refusal'
import { systemNow } from '~/lib/kernel/time/clock'
import { startTracing } from '~/lib/kernel/tracing/start-tracing'
import { startHeartbeats } from '~/lib/platform'
import { refuseTooOld, startProbeServer } from '~/lib/readiness'
import { refuseOtherSecrets } from '~/lib/recovery'
import { openApiDocument } from './document/openapi'
import { startApiServer } from './http/server'
import { operations } from './operations'
import { readApiSettings } from './settings'

const graceMs = 9_000

nameSourceLines()
await endOnRefusal(() => loadConfiguration('api'))
const startedAt = systemNow()
const settings = readApiSettings()
// Its login acts as the customers' site.
configureDatabase({ portal: settings.databaseUrl })
configureReplica(settings.replicaUrl ? { portal: settings.replicaUrl } : {})
const metrics = await endOnRefusal(() => startMetricsServer(settings.metrics))
const tracing = await startTracing('api')
const probes = await endOnRefusal(() => startProbeServer('api', settings.probes))
await endOnRefusal(() => refuseOtherSecrets('portal'))
await endOnRefusal(() => refuseTooOld('portal'))
const server = await startApiServer({
  ...settings,
  operations,
  document: JSON.stringify(openApiDocument(operations)),
  now: systemNow,
})
const beating = startHeartbeats({ kind: 'api', startedAt })
probes.markStarted()
log.info({ port: server.port }, 'API ready')

async function leave(): Promise<void> {
  announceLeaving()
  await Promise.all([probes.stop(), metrics.stop()])
  // Proxies notice that it is not ready before it refuses connections.
  await pause(settings.drainMs)
  await server.stop(graceMs)
  await Promise.all([beating.stop(), tracing.stop()])
  await closeDatabase()
}

let isLeaving = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (isLeaving) return
    isLeaving = true
    setTimeout(() => process.exit(1), settings.drainMs + graceMs + 5_000).unref()
    leave().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the API did not leave cleanly')
        process.exit(1)
      },
    )
  })
}

endWhenUncaught()
