import { log } from '~/lib/kernel/log'
import type { Hub } from './hub'
import { newChanges, type Position } from './new-changes'
import type { Reading } from './queries/changes'

export type Source = {
  readChanges(since: string | null): Promise<Reading>
  /** Those of these sessions that have not ended. */
  listLiveSessions(hashes: string[]): Promise<ReadonlySet<string>>
  now(): number
  /** Runs `work` at this interval until the returned function is called. */
  every(ms: number, work: () => void): () => void
}

/** How far, and when, the changes were read. */
export type LastRead = { position: Position; readAt: number }

export type Following = {
  /** Resolved once changes were read, or could not be: later ones are delivered. */
  isRead: Promise<void>
  /** Stops reading; the result lets a later one continue where this one ended. */
  stop(): LastRead | null
}

const turnMs = 1_000
/** Below the time-outs of proxies, and apart from the turns: a database that hangs must not silence a stream. */
const beatMs = 20_000
/** Of one reading: behind an address that moved, a connection may neither answer nor fail. */
const readMaxMs = 20_000
/** In turns. */
const sessionsEvery = 30
/** Noted changes are kept ten minutes. After a longer pause some may be gone. */
const pauseMaxMs = 5 * 60_000

/** Reads the changes for all streams of a process once a second, and delivers what was committed since the last time. */
export function followChanges(hub: Hub, source: Source, last: LastRead | null = null): Following {
  const isRecent = last !== null && source.now() - last.readAt <= pauseMaxMs
  let position = isRecent ? last.position : null
  let readAt = isRecent ? last.readAt : source.now()
  let hasFailed = false
  let turns = 0
  let isBusy = false

  const mayHaveLost = () => source.now() - readAt > pauseMaxMs

  async function inTime<T>(reading: Promise<T>): Promise<T> {
    let stopWaiting = () => {}
    const late = new Promise<never>((_, reject) => {
      stopWaiting = source.every(readMaxMs, () => reject(new Error('the database did not answer in time')))
    })
    try {
      return await Promise.race([reading, late])
    } finally {
      stopWaiting()
    }
  }

  async function deliver(): Promise<void> {
    try {
      const { changes, position: next } = newChanges(
        position,
        await inTime(source.readChanges(position?.snapshot ?? null)),
      )
      const isLost = changes === null || mayHaveLost()
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
      hub.endSessions(hashes, await inTime(source.listLiveSessions(hashes)))
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

  /** A stream that has missed changes for so long must not look alive: its pages then poll. */
  const beat = () => (mayHaveLost() ? hub.endAll() : hub.beat())

  const stops = [source.every(turnMs, () => void turn()), source.every(beatMs, beat)]
  return {
    isRead: turn(),
    stop: () => {
      for (const stop of stops) stop()
      return position && { position, readAt }
    },
  }
}
