import type { Tx } from '~/db/client'
import { listSilences } from '../queries/silences'
import { type InstanceHealth, instanceHealth, type VolumeHealth, volumeHealth } from './instance-health'

/** The health of each of these servers and volumes that should answer and does not; one without a problem is missing. */
export async function readSilences(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, InstanceHealth | VolumeHealth>> {
  const found = (await listSilences(tx, ids)).map((row) => {
    const hostUnreachableSince = row.hostUnreachableSince ? new Date(row.hostUnreachableSince) : null
    const seenDownSince = row.seenDownSince ? new Date(row.seenDownSince) : null
    const health =
      row.kind === 'instance'
        ? instanceHealth({ state: row.state, hostUnreachableSince, seenDownSince })
        : volumeHealth({ state: row.state, seenDownSince })
    return [row.id, health] as const
  })
  return new Map(found.flatMap(([id, health]) => (health ? [[id, health] as const] : [])))
}
