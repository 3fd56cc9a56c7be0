import { setTimeout as wait } from 'node:timers/promises'

/** Resolve once `url` responds 200; polled five times a second. Rejects when `signal` aborts first. */
export async function waitUntilHealthy(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      const response = await fetch(url, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
        redirect: 'error',
      })
      await response.arrayBuffer()
      if (response.ok) return
    } catch {
      // Not listening yet, or too busy: the signal ends the attempts.
    }
    await wait(200, undefined, { signal })
  }
}
