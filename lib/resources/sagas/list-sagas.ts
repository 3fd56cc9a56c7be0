import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { countSagas, countSagasByState, listSagaPage } from '../queries/list-sagas'
import { toOperatorSagaView } from './operator-saga-view'
import type { ListSagasInput } from './schema'
import type { SagaPage } from './views'

const pageSize = 50

/** Sagas of all organisations, parked ones first, then the newest. */
export async function listSagas(ctx: OpContext, input: ListSagasInput): Promise<SagaPage> {
  authorizeStaff(ctx, 'operations:read')
  const filter = {
    states:
      input.state === 'live' ? (['running', 'undoing', 'parked'] as const) : input.state ? [input.state] : [],
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
    }
  })
}
