import { log } from '~/lib/kernel/log'
import type { Hub } from './hub'
import { newChanges, type Position } from './new-changes'
import type { Reading } from './queries/changes'

export type Source = {
  readChanges(from: bigint | null): Promise<Reading>
  /** Those of these sessions that have not ended. */
  listLiveSessions(hashes: string[]): Promise<ReadonlySet<string>>
  now(): number
  /** Runs `work` at this interval until the returned function is called. */
  every(ms: number, work: () => void): () => void
}

export type Following = {
  /** Resolved once changes were read, or could not be: later ones are delivered. */
  isRead: Promise<void>
  stop(): void
}

const turnMs = 1_000
/** Below the time-outs of proxies, and apart from the turns: a database that hangs must not silence a stream. */
const beatMs = 20_000
/** In turns. */
const sessionsEvery = 30
/** Noted changes are kept ten minutes. After a longer pause some may be gone. */
const pauseMaxMs = 5 * 60_000

/** Reads the changes for all streams of a process once a second, and delivers what was committed since the last time. */
export function followChanges(hub: Hub, source: Source): Following {
  let position: Position | null = null
  let readAt = source.now()
  let hasFailed = false
  let turns = 0
  let isBusy = false

  async function deliver(): Promise<void> {
    try {
      const { changes, position: next } = newChanges(
        position,
        await source.readChanges(position?.from ?? null),
      )
      const isLost = changes === null || source.now() - readAt > pauseMaxMs
      ;[position, readAt] = [next, source.now()]
      // Changes of access may be among the lost ones: each browser connects again, with the rights that it has now.
      if (isLost) hub.endAll()
      else hub.deliver(changes)
      // Pages could not read either.
      if (hasFailed) hub.deliverEverything()
      hasFailed = false
    } catch (error) {
      if (!hasFailed) log.warn({ err: error }, 'changes could not be read')
      hasFailed = true
    }
  }

  async function endOverSessions(): Promise<void> {
    try {
      const hashes = hub.sessionHashes()
      hub.endSessions(hashes, await source.listLiveSessions(hashes))
    } catch (error) {
      log.debug({ err: error }, 'sessions of streams could not be read')
    }
  }

  async function turn(): Promise<void> {
    if (isBusy) return
    isBusy = true
    turns += 1
    await deliver()
    if (turns % sessionsEvery === 0) await endOverSessions()
    isBusy = false
  }

  const stops = [source.every(turnMs, () => void turn()), source.every(beatMs, hub.beat)]
  return {
    isRead: turn(),
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}
