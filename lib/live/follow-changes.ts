import { log } from '~/lib/kernel/log'
import type { Hub } from './hub'
import { newChanges, type Position } from './new-changes'
import type { Reading } from './queries/changes'

export type Source = {
  readChanges(from: bigint | null): Promise<Reading>
  /** Those of these sessions that have not ended. */
  listLiveSessions(hashes: string[]): Promise<ReadonlySet<string>>
}

/** Of the turns, one a second. */
const beatEvery = 20
const sessionsEvery = 30

/**
 * One reader of changes for all streams of a process. `turn` reads and delivers what was committed since the last one;
 * some turns also send a heartbeat, or look for sessions that ran out, which nothing notes.
 */
export function followChanges(hub: Hub, source: Source) {
  let position: Position | null = null
  let hasMissed = false
  let turns = 0

  async function deliver(): Promise<void> {
    try {
      const found = newChanges(position, await source.readChanges(position?.from ?? null))
      position = found.position
      if (hasMissed || found.changes === null) hub.deliverEverything()
      else hub.deliver(found.changes)
      hasMissed = false
    } catch (error) {
      // The table is empty after a crash: what was noted before is lost.
      if (!hasMissed) log.warn({ err: error }, 'changes could not be read')
      hasMissed = true
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

  return {
    async turn(): Promise<void> {
      turns += 1
      await deliver()
      if (turns % beatEvery === 0) hub.beat()
      if (turns % sessionsEvery === 0) await endOverSessions()
    },
  }
}
