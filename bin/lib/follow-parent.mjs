// Preloaded into the portal, the operator's site and the worker: when the process that started them
// dies without stopping them, they stop by themselves instead of holding ports and jobs.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
