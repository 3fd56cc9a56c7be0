import { setTimeout as wait } from 'node:timers/promises'
import type { Postmaster } from './server.ts'

/** The first restart is immediate; the following ones wait one, two and four pauses. */
const failuresMax = 5
/** After running for this long, a server counts as recovered from the previous failure. */
const stableMs = 60_000

export type KeepRunningOptions = {
  restart: (signal: AbortSignal) => Promise<Postmaster>
  report: (line: string) => void
  pauseMs?: number
}

export type KeptRunning = {
  /** Resolves with the reason when the server cannot be kept running. */
  lost: Promise<string>
  stop(): Promise<void>
}

/**
 * Keep a server running until `stop`: when it ends by itself, `restart` clears its leftovers and starts it again;
 * PostgreSQL recovers what was committed.
 */
export function keepRunning(
  first: Postmaster,
  { restart, report, pauseMs = 1_000 }: KeepRunningOptions,
): KeptRunning {
  const stopping = new AbortController()
  const { signal } = stopping
  let running: Postmaster | undefined = first

  /** Returns why the server is given up, or undefined once it was stopped. */
  async function watch(): Promise<string | undefined> {
    let failures = 0
    let reason = ''
    for (;;) {
      if (running) {
        const readyAt = performance.now()
        await running.exited
        running = undefined
        if (performance.now() - readyAt >= stableMs) failures = 0
        reason = 'it ended unexpectedly'
      }
      if (signal.aborted) return undefined
      failures += 1
      if (failures === failuresMax)
        return `the embedded database failed ${failures} times in a row (last: ${reason})`
      report(`the embedded database failed (${reason}); starting it again`)
      try {
        await wait(failures === 1 ? 0 : pauseMs * 2 ** (failures - 2), undefined, { signal })
        running = await restart(signal)
        report('the embedded database answers again')
        // Stopped during its start: no other code has a reference to this server.
        if (signal.aborted) await running.stop()
      } catch (error) {
        reason = (error as Error).message.replace(/\.$/, '')
      }
    }
  }

  const watched = watch()
  return {
    lost: new Promise((resolve) => void watched.then((reason) => reason !== undefined && resolve(reason))),
    async stop() {
      stopping.abort()
      await running?.stop()
      await watched
    },
  }
}
