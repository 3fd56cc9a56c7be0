import type { Tx } from '~/db/client'
import type { PastRecovery } from './client'
import { listRecoveries } from './queries/recovery'

const shown = 20

/** Lists the recoveries that ended, the latest first. The caller has authorised. */
export async function listPastRecoveriesIn(tx: Tx): Promise<PastRecovery[]> {
  const rows = await listRecoveries(tx, shown)
  return rows.flatMap(({ recovery, endedBy }) =>
    recovery.endedAt === null
      ? []
      : [
          {
            id: recovery.id,
            reason: recovery.reason,
            beganAt: recovery.beganAt.toISOString(),
            endedAt: recovery.endedAt.toISOString(),
            endedBy,
            isContinued: recovery.isContinued,
            dataLost: recovery.dataLost ?? false,
            parkedSagas: recovery.parkedSagas,
          },
        ],
  )
}
