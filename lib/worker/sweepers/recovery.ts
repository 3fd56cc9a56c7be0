import { databaseFollower } from '~/lib/recovery'
import type { Sweeper } from './sweeper'

/**
 * Detects a restored or promoted database within a second; it is held from its first query on. After a promotion without
 * loss this is what lets work go on, so it runs as often as a heartbeat.
 */
export function recoverySweeper(workerId: string): Sweeper {
  return { name: 'recovery', everyMs: 1_000, whileHeld: true, run: databaseFollower(workerId) }
}
