import { percentile } from './percentile.ts'

export type Rate = { perSecond: number; p50Ms: number; p99Ms: number; count: number; seconds: number }

/** How often `work` completes within `seconds`, by this many clients that start again when done. */
export async function measureRate(
  clients: number,
  seconds: number,
  work: (client: number, turn: number) => Promise<void>,
): Promise<Rate> {
  const times: number[] = []
  const begun = performance.now()
  const until = begun + seconds * 1_000
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let turn = 0; performance.now() < until; turn += 1) {
        const started = performance.now()
        await work(client, turn)
        times.push(performance.now() - started)
      }
    }),
  )
  const elapsed = (performance.now() - begun) / 1_000
  return {
    perSecond: Math.round(times.length / elapsed),
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    count: times.length,
    seconds: elapsed,
  }
}
