import { withStaff } from '~/db/client'
import type { SagaState } from '~/db/schema/provisioning'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { countSagas, countSagasByState, countStrandedSagas, listSagaPage } from '../queries/list-sagas'
import { toOperatorSagaView } from './operator-saga-view'
import type { ListSagasInput } from './schema'
import type { SagaPage } from './views'

const pageSize = 50

/** Sagas of all organisations, parked ones first, then the newest. */
export async function listSagas(ctx: OpContext, input: ListSagasInput): Promise<SagaPage> {
  authorizeStaff(ctx, 'operations:read')
  const filter = {
    states: statesOf(input.state),
    isStranded: input.state === 'stranded',
    kind: input.kind ?? null,
    text: input.q || null,
  }
  return withStaff(ctx, async (tx) => {
    const rows = await listSagaPage(tx, filter, { offset: (input.page - 1) * pageSize, limit: pageSize })
    return {
      sagas: rows.map(toOperatorSagaView),
      total: await countSagas(tx, filter),
      pageSize,
      counts: await countSagasByState(tx),
      stranded: await countStrandedSagas(tx),
    }
  })
}

function statesOf(wanted: ListSagasInput['state']): readonly SagaState[] {
  if (wanted === 'live') return ['running', 'undoing', 'parked']
  return wanted && wanted !== 'stranded' ? [wanted] : []
}
