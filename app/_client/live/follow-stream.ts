import { type LiveChange, type Topic, topics } from '~/lib/live/client'

/** What a tab needs from its browser. */
export type Wiring = {
  /** Runs `held` while this tab, alone among those of the browser, has the lock; `signal` gives it up. */
  lock(signal: AbortSignal, held: () => Promise<void>): void
  /** Messages between the tabs; not delivered to the sender. */
  openChannel(receive: (message: TabMessage) => void): { post(message: TabMessage): void; close(): void }
  openSource(hear: { open(): void; change(change: LiveChange): void; fail(): void }): { close(): void }
  /** Returns the function that cancels it. */
  wait(ms: number, then: () => void): () => void
  random(): number
}

export type TabMessage =
  | { kind: 'hello' }
  | { kind: 'streaming' }
  | { kind: 'lost' }
  | { kind: 'change'; change: LiveChange }

export type Follower = {
  onTopics(topics: readonly Topic[]): void
  /** Whether the stream can be relied on. */
  onStreaming(isStreaming: boolean): void
}

const retryMs = { least: 500, first: 4_000, max: 60_000 }
/** A shorter interruption, such as a restart of the site, is not worth polling. */
const graceMs = 15_000
/** After an interruption all browsers refetch, but not all at once. */
const catchUpMs = 5_000

/**
 * Follows the stream of changes until the returned function is called. One tab of a browser holds the connection and
 * passes events to the others: over HTTP/1.1 a browser has six connections to a site, and each stream occupies one.
 */
export function followStream(wiring: Wiring, { onTopics, onStreaming }: Follower): () => void {
  const stopped = new AbortController()
  const waiting = new Set<() => void>()
  let state: 'off' | 'on' | 'interrupted' = 'off'
  let isFirst = true
  let isLeader = false
  let endGrace = () => {}
  /** Topics to refetch, by how far their refetches are spread. */
  const pending = new Map<number, Set<Topic>>()

  function wait(ms: number, then: () => void): () => void {
    const cancel = wiring.wait(ms, () => {
      waiting.delete(cancel)
      then()
    })
    waiting.add(cancel)
    return () => {
      waiting.delete(cancel)
      cancel()
    }
  }

  function hear({ topics: changed, spreadMs }: LiveChange): void {
    const already = pending.get(spreadMs)
    pending.set(spreadMs, new Set([...(already ?? []), ...changed]))
    if (already) return
    wait(wiring.random() * spreadMs, () => {
      const heard = [...(pending.get(spreadMs) ?? [])]
      pending.delete(spreadMs)
      onTopics(heard)
    })
  }

  function gain(): void {
    if (state === 'on') return
    const wasOff = state === 'off'
    endGrace()
    state = 'on'
    if (wasOff) onStreaming(true)
    // Changes before the connection were not heard.
    hear({ topics: [...topics], spreadMs: isFirst ? 0 : catchUpMs })
    isFirst = false
  }

  function lose(): void {
    if (state !== 'on') return
    state = 'interrupted'
    endGrace = wait(graceMs, () => {
      state = 'off'
      onStreaming(false)
    })
  }

  const channel = wiring.openChannel((message) => {
    if (message.kind === 'change') hear(message.change)
    else if (message.kind === 'streaming') gain()
    else if (message.kind === 'lost') lose()
    else if (isLeader && state === 'on') channel.post({ kind: 'streaming' })
  })
  channel.post({ kind: 'hello' })

  function interrupt(): void {
    lose()
    channel.post({ kind: 'lost' })
  }

  wiring.lock(stopped.signal, () => {
    isLeader = true
    let failures = 0
    let source = { close: () => {} }
    // The stream of the tab that had the lock is gone.
    interrupt()
    const connect = () => {
      source = wiring.openSource({
        open() {
          failures = 0
          gain()
          channel.post({ kind: 'streaming' })
        },
        change(change) {
          channel.post({ kind: 'change', change })
          hear(change)
        },
        fail() {
          source.close()
          interrupt()
          const limit = Math.min(retryMs.max, retryMs.first * 2 ** failures)
          failures += 1
          wait(retryMs.least + wiring.random() * limit, connect)
        },
      })
    }
    connect()
    return new Promise((resolve) => {
      const leave = () => {
        source.close()
        resolve()
      }
      stopped.signal.addEventListener('abort', leave, { once: true })
    })
  })

  return () => {
    stopped.abort()
    for (const cancel of waiting) cancel()
    channel.close()
    if (state !== 'off') onStreaming(false)
  }
}
