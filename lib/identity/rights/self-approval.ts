import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorize } from '../authorize'
import { memberPermissions } from '../permissions'
import { requireFreshProof } from '../second-factor/require-fresh-proof'
import {
  countOtherApprovers,
  deleteSelfApproval,
  findSelfApproval,
  insertSelfApproval,
} from './queries/rights'
import type { allowSelfApprovalInput } from './schema'

export type SelfApprovalView = { reason: string; allowedAt: string } | null

/** Returns since when the person who orders may also approve; null under the default rule. */
export async function readSelfApproval(ctx: OpContext): Promise<SelfApprovalView> {
  authorize(ctx, 'organisation:read')
  const row = await withOrganisation(ctx, findSelfApproval)
  return row && { reason: row.reason, allowedAt: row.allowedAt.toISOString() }
}

/**
 * Allows owners to approve their own orders as long as no other person could. For organisations too small to separate
 * the two; recorded in the audit trail with its reason.
 *
 * @throws DomainError `forbidden`, `proof_required`, `state_forbids` (`others_approve`), `already_exists`
 */
export async function allowSelfApproval(
  ctx: OpContext,
  input: z.output<typeof allowSelfApprovalInput>,
): Promise<void> {
  authorize(ctx, 'approval:except')
  await requireFreshProof(ctx)
  invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
  const { accountId } = ctx.actor
  await withOrganisation(ctx, async (tx, organisationId) => {
    const roles = memberPermissions['order:approve']
    const others = await countOtherApprovers(tx, organisationId, { accountId, projectId: null, roles })
    if (others > 0) throw new DomainError('state_forbids', { params: { reason: 'others_approve' } })
    const { reason } = input
    const row = { organisationId, allowedByAccountId: accountId, reason, allowedAt: ctx.now }
    if (!(await insertSelfApproval(tx, row))) throw new DomainError('already_exists')
    await recordAudit(tx, ctx, 'organisation.self_approval_allowed', {
      organisationId,
      kind: 'organisation',
      id: organisationId,
      details: { reason },
    })
  })
}

/** Restores the rule that the person who orders does not approve. @throws DomainError `forbidden`, `not_found` */
export async function forbidSelfApproval(ctx: OpContext): Promise<void> {
  authorize(ctx, 'approval:except')
  await withOrganisation(ctx, async (tx, organisationId) => {
    if (!(await deleteSelfApproval(tx, organisationId))) throw new DomainError('not_found')
    await recordAudit(tx, ctx, 'organisation.self_approval_forbidden', {
      organisationId,
      kind: 'organisation',
      id: organisationId,
    })
  })
}
