// Preloaded into the portal, the operator's site, the console gateway and the worker: when the process that started them
// dies without stopping them, they stop by themselves instead of holding ports and jobs.
import './broken-pipe.mjs'

/** As much as the slowest of them is given when it is stopped. */
const graceMs = Number(process.env.ORPHAN_GRACE_MS ?? 15_000)

function end() {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs).unref()
}

process.once('disconnect', end)
// It died while this one was loading, and nobody heard it.
if (process.connected === false) end()
// The compiler's own child, which inherits this preload, waits for its first message on the channel.
if (process.env.NEXT_PRIVATE_WORKER !== '1') process.channel?.unref()
