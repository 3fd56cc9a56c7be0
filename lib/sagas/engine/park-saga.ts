import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Drive } from './drive'
import { updateHeldSaga } from './queries/leases'

type Reason = {
  failureCode: string
  failureParams: Record<string, string>
  failureText: string
}

/** Parks the saga for a person of the operator, who sees the reason; the resource keeps its claim. */
export async function parkSaga(tx: Tx, ctx: OpContext, drive: Drive, reason: Partial<Reason>): Promise<void> {
  await recordAudit(tx, ctx, 'saga.parked', {
    organisationId: drive.saga.organisationId,
    kind: 'saga',
    id: drive.saga.id,
    details: { saga: drive.saga.kind, resource: drive.saga.resourceId, ...reason },
  })
  await updateHeldSaga(tx, drive.held.lease, {
    state: 'parked',
    ...reason,
    leaseOwner: null,
    leaseExpiresAt: null,
  })
}
