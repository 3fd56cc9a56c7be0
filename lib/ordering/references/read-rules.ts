import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { isSiret, normaliseIdentifier } from '~/lib/identity/client'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { findPolicy } from './queries/structures'
import { noPolicy, type ReferenceRules, referenceRules } from './rules'
import { buyerDirectory } from './select-directory'

export type BuyerRules = ReferenceRules & {
  /** The paying structure when the order names none; null for companies. */
  payerSiret: string | null
}

/**
 * The reference rules of this organisation when this structure pays, or its usual payer. Queries the directory
 * outside of any transaction.
 *
 * @throws DomainError `invalid_input` for an invalid SIRET
 */
export async function readReferenceRules(
  ctx: OpContext,
  input: { payerSiret?: string | undefined },
): Promise<BuyerRules> {
  authorize(ctx, 'catalogue:read')
  const buyer = await withOrganisation(ctx, findPolicy)
  if (!buyer) throw new DomainError('not_found')
  const policy = buyer.policy ?? noPolicy
  if (buyer.kind !== 'public_body') return { ...referenceRules(false, policy, null), payerSiret: null }
  const typed = normaliseIdentifier(input.payerSiret ?? '')
  if (typed !== '' && !isSiret(typed))
    throw new DomainError('invalid_input', { field: 'payerSiret', params: { reason: 'siret_wrong' } })
  const payerSiret = typed || policy.payerSiret || buyer.siret
  const answer = payerSiret ? await buyerDirectory(ctx).lookUp(payerSiret) : null
  return { ...referenceRules(true, policy, answer), payerSiret }
}
