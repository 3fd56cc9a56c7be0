import { setTimeout as pause } from 'node:timers/promises'

type Answer = { name: string; at: number; isReady: boolean }

/** Asks `/api/ready` of each process several times a second, until stopped. */
export function watchReadiness(urls: Readonly<Record<string, string>>) {
  const answers: Answer[] = []
  const stopped = new AbortController()
  const watching = Object.entries(urls).map(async ([name, url]) => {
    while (!stopped.signal.aborted) {
      const isReady = await fetch(url, { signal: AbortSignal.timeout(4_000) }).then(
        async (answer) => {
          await answer.arrayBuffer()
          return answer.ok
        },
        () => false,
      )
      answers.push({ name, at: Date.now(), isReady })
      await pause(150, undefined, { signal: stopped.signal }).catch(() => undefined)
    }
  })
  return {
    /**
     * For how long after `lostAt` the slowest process went on answering that it was ready. One that was not ready and
     * then is has reached the next primary, perhaps before the caller saw the promotion.
     */
    readyAfterLossMs(lostAt: number, promotedAt: number): number {
      const lengths = Object.keys(urls).map((name) => {
        const after = answers.filter((each) => each.name === name && each.at > lostAt && each.at < promotedAt)
        const firstRefusal = after.findIndex(({ isReady }) => !isReady)
        const last = (firstRefusal < 0 ? after : after.slice(0, firstRefusal)).at(-1)
        return last ? last.at - lostAt : 0
      })
      return Math.max(...lengths)
    },
    /** When the last process became ready after this instant; null while one is not. */
    allReadyAt(after: number): number | null {
      const first = Object.keys(urls).map((name) =>
        answers.find((each) => each.name === name && each.isReady && each.at > after),
      )
      return first.includes(undefined) ? null : Math.max(...first.map((each) => each?.at ?? 0))
    },
    async stop() {
      stopped.abort()
      await Promise.all(watching)
    },
  }
}
