import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { SagaInputs } from '~/lib/sagas'
import type { DoneChange } from '../limits/judge-change'
import { recordSaga, type SagaRequest } from '../sagas/record-saga'
import { type NewCopy, recordNewCopy } from './change-copy-state'
import { type CopySaga, copyKinds } from './copy-kinds'
import { claimCopyRoom } from './copy-room'
import type { CopyId, CopyKind } from './queries/copies'

export type MadeCopy<K extends CopyKind> = DoneChange & { sagaId: Id<'saga'>; madeId: CopyId<K> }

/**
 * In `tx`: inserts the copy in state `creating`, claims its space and records its saga. Billing starts when
 * the saga has observed it. The caller has locked the source, checked the request and judged its cost:
 * `request-*.ts`, one for each kind.
 *
 * @throws DomainError `name_taken`, `insufficient_capacity`, `quota_exceeded`
 */
export async function makeCopy<K extends CopyKind>(
  tx: Tx,
  ctx: OpContext,
  kind: K,
  copy: NewCopy<CopyKind> & NewCopy<K>,
  {
    details,
    input,
  }: { details: Record<string, string | boolean | null>; input: SagaInputs[CopySaga<K, 'make'>] },
): Promise<MadeCopy<K>> {
  const { resourceKind, events, sagas } = copyKinds[kind]
  const { id, organisationId } = copy
  await recordNewCopy(tx, ctx, kind, copy)
  await claimCopyRoom(tx, ctx, kind, copy)
  await recordAudit(tx, ctx, events.requested, {
    organisationId,
    kind: resourceKind,
    id,
    details: { name: copy.name, ...details },
  })
  const saga = { kind: sagas.make, input, organisationId, resourceKind, resourceId: id } as SagaRequest
  return { outcome: 'done', sagaId: await recordSaga(tx, ctx, saga), madeId: id }
}
