import type { Tx } from '~/db/client'
import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  type CommitmentRow,
  findCommitmentForUpdate,
  findLiveExit,
  insertExit,
  updateCommitment,
  updateExit,
} from './queries/commitments'
import { readExit } from './read-exit'
import type { ChooseRenewalInput, LeaveCommitmentInput } from './schema'

/**
 * Sets what happens at the end of the term; the owner can change it until then.
 *
 * @throws DomainError `not_found`, `state_forbids` when the term is over
 */
export async function chooseRenewal(ctx: OpContext, input: ChooseRenewalInput): Promise<void> {
  authorize(ctx, 'order:place')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const commitment = await findActive(tx, ctx, input.commitmentId)
    if (commitment.renewal === input.renewal) return
    await updateCommitment(tx, commitment.id, { renewal: input.renewal })
    await recordAudit(tx, ctx, 'commitment.renewal_chosen', {
      organisationId,
      kind: commitment.resourceKind,
      id: commitment.resourceId,
      details: { commitmentId: commitment.id, from: commitment.renewal, to: input.renewal },
    })
  })
}

/**
 * Ends the commitment within a minute, at the exit fee that the person accepted; the resource continues at the hourly
 * price.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids` when it is over or ending already, `conflict` when
 * the fee differs from the accepted one
 */
export async function leaveCommitment(ctx: OpContext, input: LeaveCommitmentInput): Promise<void> {
  authorize(ctx, 'order:place')
  await requireFreshProof(ctx)
  await withOrganisation(ctx, async (tx) => {
    const commitment = await findActive(tx, ctx, input.commitmentId)
    if (await findLiveExit(tx, commitment.id))
      throw new DomainError('state_forbids', { params: { reason: 'commitment_being_left' } })
    await recordExit(tx, ctx, commitment, 'left', input.acceptedCents)
  })
}

type Resource = { id: string; commitmentId: Id<'commitment'> | null }

/**
 * Records the exit fee when a committed resource is deleted; it is owed once the deletion can no longer be reverted.
 * Does nothing without a commitment.
 *
 * @throws DomainError `commitment_exit` with the fee when it was not accepted, `conflict` when the fee has changed
 */
export async function requireExitOnDeletion(
  tx: Tx,
  ctx: OpContext,
  resource: Resource,
  acceptedCents: string | undefined,
): Promise<void> {
  if (!resource.commitmentId) return
  const commitment = await findCommitmentForUpdate(tx, resource.commitmentId)
  if (commitment?.state !== 'active' || (await findLiveExit(tx, commitment.id))) return
  await recordExit(tx, ctx, commitment, 'deleted', acceptedCents)
}

/** Cancels the exit fee after a reverted deletion: the commitment continues. */
export async function voidExit(tx: Tx, resource: Resource): Promise<void> {
  if (!resource.commitmentId) return
  const exit = await findLiveExit(tx, resource.commitmentId)
  if (exit?.state === 'pending' && exit.reason === 'deleted')
    await updateExit(tx, exit.id, { state: 'voided' })
}

async function recordExit(
  tx: Tx,
  ctx: OpContext,
  commitment: CommitmentRow,
  reason: 'left' | 'deleted',
  acceptedCents: string | undefined,
): Promise<void> {
  const exit = await readExit(tx, commitment, ctx.now)
  const params = { reason: 'commitment_exit', cents: String(exit.cents) }
  if (acceptedCents === undefined) throw new DomainError('state_forbids', { params })
  if (acceptedCents !== String(exit.cents)) throw new DomainError('conflict', { params })
  await insertExit(tx, {
    id: newId('commitmentExit', ctx.now.getTime()),
    organisationId: commitment.organisationId,
    projectId: commitment.projectId,
    commitmentId: commitment.id,
    reason,
    ...exit,
    state: 'pending',
    askedAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'commitment.left', {
    organisationId: commitment.organisationId,
    kind: commitment.resourceKind,
    id: commitment.resourceId,
    details: { commitmentId: commitment.id, reason, cents: String(exit.cents) },
  })
}

async function findActive(tx: Tx, ctx: OpContext, id: Id<'commitment'>): Promise<CommitmentRow> {
  const commitment = await findCommitmentForUpdate(tx, id)
  if (!commitment) throw new DomainError('not_found')
  authorize(ctx, 'order:place', commitment.projectId)
  if (commitment.state !== 'active' || commitment.endsAt <= ctx.now)
    throw new DomainError('state_forbids', { params: { reason: 'commitment_over' } })
  return commitment
}
