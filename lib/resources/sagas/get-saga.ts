import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findSagaWithNames } from '../queries/list-sagas'
import { toOperatorSagaView } from './operator-saga-view'
import type { OperatorSagaView } from './views'

/** One saga, for the operator. @throws DomainError `not_found` */
export async function getSaga(ctx: OpContext, input: { id: Id<'saga'> }): Promise<OperatorSagaView> {
  authorizeStaff(ctx, 'operations:read')
  return withStaff(ctx, async (tx) => {
    const row = await findSagaWithNames(tx, input.id)
    if (!row) throw new DomainError('not_found')
    return toOperatorSagaView(row)
  })
}
