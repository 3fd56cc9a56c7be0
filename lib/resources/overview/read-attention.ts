import type { Tx } from '~/db/client'
import { type AlarmRow, selectAlarms, selectWaiting, type WaitingRow } from './queries/overview'

const shownMax = 20

/** The servers that need a person: creations that failed, deletions that can still be undone, alerts of own probes. */
export async function readAttention(tx: Tx): Promise<{ waiting: WaitingRow[]; alarms: AlarmRow[] }> {
  const [waiting, alarms] = await Promise.all([selectWaiting(tx, shownMax), selectAlarms(tx, shownMax)])
  return { waiting, alarms }
}
