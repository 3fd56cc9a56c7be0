import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Facts } from './changeable'
import { mailSecondApprovers } from './mail-second-approvers'
import {
  type ChangeSubject,
  closeSellerChange,
  findOpenSellerChange,
  hasProposedSince,
  insertSellerChange,
  type SellerChangeRow,
} from './queries/seller-changes'

/** A person's proposals about one subject cause at most one mail per window. */
const mailWindowMs = 10 * 60_000

type Change = { subject: ChangeSubject; before: Facts; after: Facts; sealed?: Facts }

/** Deep equality regardless of key order, which JSON columns do not keep. Pure. */
export function isDeepEqual(one: Facts, other: Facts): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => one[name] === other[name])
}

/**
 * Records a change that waits for a second approver. It replaces a pending proposal about the same subject, so the
 * latest is the one accepted. Staff who may decide get a mail, unless they had one about the same person and subject
 * within ten minutes. The caller has locked the subject (`lockChangeSubject`).
 */
export async function proposeChange(
  tx: Tx,
  ctx: OpContext,
  staffId: Id<'staff'>,
  { subject, before, after, sealed = {} }: Change,
): Promise<void> {
  const former = await findOpenSellerChange(tx, subject)
  const since = new Date(ctx.now.getTime() - (ctx.now.getTime() % mailWindowMs))
  const isAnnounced = await hasProposedSince(tx, subject, { staffId, since })
  if (former)
    await closeSellerChange(tx, former.id, {
      state: 'replaced',
      decidedByStaffId: staffId,
      decidedAt: ctx.now,
    })
  const id = newId('sellerChange', ctx.now.getTime())
  await insertSellerChange(tx, {
    id,
    subject,
    before,
    after,
    sealed,
    state: 'proposed',
    proposedByStaffId: staffId,
    proposedAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'seller_change.proposed', {
    organisationId: null,
    kind: 'seller_change',
    id,
    details: { subject, from: before, to: after, ...(former && { replaces: former.id }) },
  })
  if (isAnnounced) return
  await mailSecondApprovers(tx, staffId, {
    subject,
    iban: after.iban === before.iban ? undefined : after.iban,
    isReplacing: former !== null,
  })
}

/**
 * Withdraws the person's own pending proposal because they saved the current values. The caller has locked the subject
 * (`lockChangeSubject`).
 */
export async function withdrawOwnProposal(
  tx: Tx,
  ctx: OpContext,
  staffId: Id<'staff'>,
  subject: ChangeSubject,
): Promise<void> {
  const open = await findOpenSellerChange(tx, subject)
  if (open?.proposedByStaffId === staffId) await closeAsWithdrawn(tx, ctx, staffId, open)
}

/** False when it was already decided or replaced. */
export async function closeAsWithdrawn(
  tx: Tx,
  ctx: OpContext,
  staffId: Id<'staff'>,
  { id, subject, before, after }: SellerChangeRow,
): Promise<boolean> {
  const set = { state: 'replaced', decidedByStaffId: staffId, decidedAt: ctx.now } as const
  if (!(await closeSellerChange(tx, id, set))) return false
  await recordAudit(tx, ctx, 'seller_change.withdrawn', {
    organisationId: null,
    kind: 'seller_change',
    id,
    details: { subject, from: before, to: after },
  })
  return true
}
