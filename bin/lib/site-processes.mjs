/**
 * `site-processes.mjs COUNT PROGRAM ARGS…` runs a site as COUNT processes that share its port: drawing pages
 * keeps one core busy, and machines have several. They share nothing else; whatever must be common to them
 * is in the database.
 */
import cluster from 'node:cluster'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [count, exec, ...args] = process.argv.slice(2)
/** As for the supervisor above: who dies so soon after its start is not helped by one more start. */
const quickDeathMs = Number(process.env.QUICK_DEATH_MS ?? 10_000)
const graceMs = Number(process.env.SITE_GRACE_MS ?? 9_000)
let isStopping = false

const brokenPipe = pathToFileURL(path.join(import.meta.dirname, 'broken-pipe.mjs')).href
cluster.setupPrimary({ exec, args, execArgv: ['--enable-source-maps', '--import', brokenPipe] })
for (let i = 0; i < Number(count); i += 1) startProcess()

function startProcess() {
  const startedAt = performance.now()
  cluster.fork().once('exit', (code, signal) => {
    if (isStopping) {
      if (Object.keys(cluster.workers ?? {}).length === 0) process.exit(0)
      return
    }
    console.error(`a process of the site ended unexpectedly (${signal ?? `code ${code}`})`)
    if (performance.now() - startedAt < quickDeathMs) process.exit(1)
    startProcess()
  })
}

// A process whose primary is gone ends by itself: `cluster` sees to it.
process.on('SIGTERM', () => {
  if (isStopping) return
  isStopping = true
  tellAll('SIGTERM')
  // Who cannot hear that its primary is gone would keep the port; sooner than the supervisor ends the primary.
  setTimeout(tellAll, graceMs, 'SIGKILL').unref()
})

function tellAll(signal) {
  for (const each of Object.values(cluster.workers ?? {})) each?.process.kill(signal)
}
