/**
 * `site-processes.mjs COUNT PROGRAM ARGS…` runs a site as COUNT processes on one port: rendering uses one core per
 * process. They share no state except the database.
 */
import cluster from 'node:cluster'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [count, exec, ...args] = process.argv.slice(2)
/** Same rule as the supervisor's: a process that dies this early is not restarted. */
const quickDeathMs = Number(process.env.QUICK_DEATH_MS ?? 10_000)
const graceMs = Number(process.env.SITE_GRACE_MS ?? 9_000)
let isStopping = false

const brokenPipe = pathToFileURL(path.join(import.meta.dirname, 'broken-pipe.mjs')).href
cluster.setupPrimary({ exec, args, execArgv: ['--import', brokenPipe] })
const metricsPort = Number(process.env.METRICS_PORT || 0)
for (let index = 0; index < Number(count); index += 1) startProcess(index)

/** Each process answers its own metrics, from METRICS_PORT on; one started again takes the port of its predecessor. */
function startProcess(index) {
  const startedAt = performance.now()
  const env = metricsPort ? { METRICS_PORT: String(metricsPort + index) } : {}
  cluster.fork(env).once('exit', (code, signal) => {
    if (isStopping) {
      if (Object.keys(cluster.workers ?? {}).length === 0) process.exit(0)
      return
    }
    console.error(`a process of the site ended unexpectedly (${signal ?? `code ${code}`})`)
    if (performance.now() - startedAt < quickDeathMs) process.exit(1)
    startProcess(index)
  })
}

// `cluster` ends processes whose primary is gone.
process.on('SIGTERM', () => {
  if (isStopping) return
  isStopping = true
  signalAll('SIGTERM')
  // A hung process would keep the port; kill it before the supervisor kills the primary.
  setTimeout(signalAll, graceMs, 'SIGKILL').unref()
})

function signalAll(signal) {
  for (const each of Object.values(cluster.workers ?? {})) each?.process.kill(signal)
}
