import { type Tx, withStaff } from '~/db/client'
import { changedFacts, recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { findForUpdate, type QualificationRow, updateQualification } from './queries/qualifications'
import {
  type ChangeQualificationInput,
  changeQualificationInput,
  type WithdrawQualificationInput,
  withdrawQualificationInput,
} from './schema'
import { toFacts } from './to-facts'

/**
 * Changes a qualification: its status as the procedure advances, its validity, or a mistake. The journal has the values
 * before and after.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found`, `invalid_input` with the field and reason, `conflict`
 * when it changed after `basis`
 */
export async function changeQualification(ctx: OpContext, raw: ChangeQualificationInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'contract:publish')
  await requireFreshProof(ctx)
  const { qualificationId, basis, ...declared } = changeQualificationInput.parse(raw)
  const facts = toFacts(ctx, declared)
  await withStaff(ctx, async (tx) => {
    const row = await lockShown(tx, qualificationId, basis)
    const changed = changedFacts(row, facts)
    if (!changed) return
    await updateQualification(tx, row.id, { ...facts, changedAt: ctx.now, changedByStaffId: staffId })
    await recordAudit(tx, ctx, 'qualification.changed', {
      organisationId: null,
      kind: 'qualification',
      id: row.id,
      details: { kind: row.kind, ...changed },
    })
  })
}

/**
 * Withdraws a qualification. It stays public as withdrawn, from the given day.
 *
 * @throws DomainError as `changeQualification`; `conflict` also when it is withdrawn already
 */
export async function withdrawQualification(ctx: OpContext, raw: WithdrawQualificationInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'contract:publish')
  await requireFreshProof(ctx)
  const { qualificationId, basis, withdrawnOn } = withdrawQualificationInput.parse(raw)
  await withStaff(ctx, async (tx) => {
    const row = await lockShown(tx, qualificationId, basis)
    if (row.status === 'withdrawn') throw new DomainError('conflict')
    if (withdrawnOn > parisDay(ctx.now)) throw refused('day_to_come')
    if (withdrawnOn < row.statusOn) throw refused('qualification_withdrawn_early')
    const to = { status: 'withdrawn', statusOn: withdrawnOn } as const
    await updateQualification(tx, row.id, { ...to, changedAt: ctx.now, changedByStaffId: staffId })
    await recordAudit(tx, ctx, 'qualification.withdrawn', {
      organisationId: null,
      kind: 'qualification',
      id: row.id,
      details: { kind: row.kind, ...changedFacts(row, to) },
    })
  })
}

const refused = (reason: string) =>
  new DomainError('invalid_input', { field: 'withdrawnOn', params: { reason } })

async function lockShown(tx: Tx, id: QualificationRow['id'], basis: string): Promise<QualificationRow> {
  const row = await findForUpdate(tx, id)
  if (!row) throw new DomainError('not_found')
  if (row.changedAt.toISOString() !== basis) throw new DomainError('conflict')
  return row
}
