import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { type AlarmRow, selectAlarms, selectWaiting, type WaitingRow } from './queries/overview'

const shownMax = 20

/**
 * The servers of these projects (null: of all) that need a person: creations that failed, deletions that can still be undone,
 * alerts of own probes.
 */
export async function readAttention(
  tx: Tx,
  projects: readonly Id<'project'>[] | null,
): Promise<{ waiting: WaitingRow[]; alarms: AlarmRow[] }> {
  const [waiting, alarms] = await Promise.all([
    selectWaiting(tx, projects, shownMax),
    selectAlarms(tx, projects, shownMax),
  ])
  return { waiting, alarms }
}
