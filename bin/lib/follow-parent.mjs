// Preloaded into the portal, the operator's site, the console gateway and the worker: when their parent dies without
// stopping them, they stop by themselves instead of keeping ports and jobs.
import './broken-pipe.mjs'

/** The longest grace period that any of them gets when stopped. */
const graceMs = Number(process.env.ORPHAN_GRACE_MS ?? 15_000)

function end() {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs).unref()
}

process.once('disconnect', end)
// The parent died during loading, before the listener was added.
if (process.connected === false) end()
// The compiler's child process, which inherits this preload, waits for its first message on the channel.
if (process.env.NEXT_PRIVATE_WORKER !== '1') process.channel?.unref()
