import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { isSiret, normaliseIdentifier } from '~/lib/identity/client'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import type { ReferencePolicyInput } from '../schema'
import { findPolicy, upsertPolicy } from './queries/structures'
import { noPolicy, type ReferencePolicy } from './rules'

/**
 * Sets the references that the organisation requires on its orders, from the next one on. Only public bodies
 * have a paying structure.
 *
 * @throws DomainError `invalid_input` for an invalid SIRET
 */
export async function setReferencePolicy(
  ctx: OpContext,
  input: ReferencePolicyInput,
): Promise<ReferencePolicy> {
  authorize(ctx, 'organisation:update')
  const payerSiret = normaliseIdentifier(input.payerSiret ?? '') || null
  if (payerSiret && !isSiret(payerSiret))
    throw new DomainError('invalid_input', { field: 'payerSiret', params: { reason: 'siret_wrong' } })
  const { isPurchaseOrderRequired, isMarketNumberRequired } = input
  return withOrganisation(ctx, async (tx, organisationId) => {
    const buyer = await findPolicy(tx, organisationId)
    if (!buyer) throw new DomainError('not_found')
    const isPublicBody = buyer.kind === 'public_body'
    if (!isPublicBody && (payerSiret || isMarketNumberRequired))
      throw new DomainError('invalid_input', {
        field: payerSiret ? 'payerSiret' : 'isMarketNumberRequired',
        params: { reason: 'reference_not_asked' },
      })
    const policy = { isPurchaseOrderRequired, isMarketNumberRequired, payerSiret }
    await upsertPolicy(tx, { organisationId, ...policy, updatedAt: ctx.now })
    await recordAudit(tx, ctx, 'organisation.references_set', {
      organisationId,
      kind: 'organisation',
      id: organisationId,
      details: { from: buyer.policy ?? noPolicy, to: policy },
    })
    return policy
  })
}

/** The organisation's own reference policy. */
export async function readReferencePolicy(
  ctx: OpContext,
): Promise<{ policy: ReferencePolicy; isPublicBody: boolean; siret: string | null }> {
  authorize(ctx, 'budget:read')
  const buyer = await withOrganisation(ctx, findPolicy)
  if (!buyer) throw new DomainError('not_found')
  return { policy: buyer.policy ?? noPolicy, isPublicBody: buyer.kind === 'public_body', siret: buyer.siret }
}
