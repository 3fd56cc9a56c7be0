import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { VolumeRow } from '../queries/resources'
import { recordSaga, type SagaRequest } from '../sagas/record-saga'

type Made = Pick<VolumeRow, 'id' | 'organisationId'> & {
  sourceVolumeId?: Id<'volume'> | null
  sourceSnapshotId?: Id<'snapshot'> | null
  sourceBackupId?: Id<'backup'> | null
}

/** Records the saga that creates a separate volume: empty, or from a copy or backup when it has a source. */
export async function recordVolumeSaga(tx: Tx, ctx: OpContext, volume: Made): Promise<Id<'saga'>> {
  return recordSaga(tx, ctx, volumeSaga(volume))
}

/** The saga to record for it. Pure. */
export function volumeSaga(volume: Made): SagaRequest {
  const { id: resourceId, organisationId, sourceSnapshotId } = volume
  const volumeId = volume.sourceBackupId ?? volume.sourceVolumeId
  const made = { organisationId, resourceKind: 'volume', resourceId } as const
  if (!volumeId) return { ...made, kind: 'create_volume', input: {} }
  return { ...made, kind: 'copy_volume', input: { volumeId, snapshotId: sourceSnapshotId ?? null } }
}
