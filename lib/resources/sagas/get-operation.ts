import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findVisibleSaga } from '../queries/newest-sagas'
import { toSagaView } from './saga-view'
import type { SagaView } from './views'

/** One saga of a resource that the member sees. @throws DomainError `not_found` */
export async function getOperation(ctx: OpContext, input: { operationId: Id<'saga'> }): Promise<SagaView> {
  authorize(ctx, 'instance:read')
  const found = await withOrganisation(ctx, (tx) => findVisibleSaga(tx, input.operationId))
  if (!found) throw new DomainError('not_found')
  return toSagaView(found)
}
