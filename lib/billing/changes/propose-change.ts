import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Facts } from './changeable'
import { mailSecondPerson } from './mail-second-person'
import {
  type ChangeSubject,
  closeSellerChange,
  findOpenSellerChange,
  hasProposedSince,
  insertSellerChange,
  type SellerChangeRow,
} from './queries/seller-changes'

/** A person's proposals about one subject are announced at most once in each of these windows, however often they save. */
const announcedOncePerMs = 10 * 60_000

type Change = { subject: ChangeSubject; before: Facts; after: Facts; sealed?: Facts }

/** Whether both say the same, whatever the order of their names: JSON columns keep none. Pure. */
export function isSame(one: Facts, other: Facts): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => one[name] === other[name])
}

/**
 * The change waits for another person. One that waited before about the same subject is replaced: what is agreed to is
 * always the latest. Staff who may decide have a mail, unless they had one of the same person and subject in this window of
 * ten minutes. The subject is locked (`lockChangeSubject`).
 */
export async function proposeChange(
  tx: Tx,
  ctx: OpContext,
  staffId: Id<'staff'>,
  { subject, before, after, sealed = {} }: Change,
): Promise<void> {
  const former = await findOpenSellerChange(tx, subject)
  const since = new Date(ctx.now.getTime() - (ctx.now.getTime() % announcedOncePerMs))
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
  await mailSecondPerson(tx, staffId, {
    subject,
    iban: after.iban === before.iban ? undefined : after.iban,
    isReplacing: former !== null,
  })
}

/** What is in force stays, says the person whose proposal waits. The subject is locked (`lockChangeSubject`). */
export async function withdrawOwnProposal(
  tx: Tx,
  ctx: OpContext,
  staffId: Id<'staff'>,
  subject: ChangeSubject,
): Promise<void> {
  const open = await findOpenSellerChange(tx, subject)
  if (open?.proposedByStaffId === staffId) await closeAsWithdrawn(tx, ctx, staffId, open)
}

/** False when it was decided or replaced before. */
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
