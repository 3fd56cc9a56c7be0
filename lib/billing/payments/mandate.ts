import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import { DomainError, sqlState, violatedConstraint } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { placeFor } from '~/lib/kernel/secrets/purposes'
import { seal } from '~/lib/kernel/secrets/secrets'
import { maskIban } from './iban'
import {
  findCreditor,
  findPayer,
  insertMandate,
  lockActiveMandate,
  revokeMandate as markRevoked,
  type PaymentMethod,
  setPaymentMethod,
} from './queries/mandates'
import type { choosePaymentMethodInput, revokeMandateInput, signMandateInput } from './schema'

/** Associated data of a mandate's sealed account number: copied to another row, it does not open. */
export const ibanPlace = (id: Id<'mandate'>) => placeFor('mandates', `mandates/${id}/iban`)

/**
 * Signs a mandate: from now on the organisation's invoices are debited. An earlier mandate ends.
 *
 * @throws DomainError `forbidden`, `proof_required`, `state_forbids` (`no_creditor`; `public_body`: a public accountant
 * pays by transfer)
 */
export async function signMandate(
  ctx: OpContext,
  input: z.output<typeof signMandateInput>,
): Promise<{ id: Id<'mandate'> }> {
  authorize(ctx, 'billing:manage')
  await requireFreshProof(ctx)
  if (ctx.actor.kind !== 'account') throw new DomainError('unauthenticated')
  const { accountId } = ctx.actor
  const id = newId('mandate', ctx.now.getTime())
  const reference = `AND-${id.slice(-16).toUpperCase()}`
  await withOrganisation(ctx, async (tx, organisationId) => {
    const creditor = await findCreditor(tx)
    const payer = await findPayer(tx, organisationId)
    if (!creditor) throw new DomainError('state_forbids', { params: { reason: 'no_creditor' } })
    if (payer?.kind === 'public_body')
      throw new DomainError('state_forbids', { params: { reason: 'public_body' } })
    const former = await lockActiveMandate(tx, organisationId)
    if (former) await markRevoked(tx, former.id, ctx.now)
    await insertMandate(tx, {
      id,
      organisationId,
      sellingEntityId: creditor.sellingEntityId,
      reference,
      scheme: input.scheme,
      state: 'active',
      ibanSealed: seal(input.iban, ibanPlace(id)),
      ibanMasked: maskIban(input.iban),
      bic: input.bic,
      holderName: input.holderName,
      holderAddress: input.holderAddress,
      signedByAccountId: accountId,
      signedAt: ctx.now,
    })
    await setPaymentMethod(tx, organisationId, 'direct_debit', reference, ctx.now)
    await recordAudit(tx, ctx, 'mandate.signed', {
      organisationId,
      kind: 'mandate',
      id,
      details: { reference, scheme: input.scheme, iban: maskIban(input.iban), holder: input.holderName },
    })
  }).catch((error: unknown) => {
    // Two mandates signed at once: the first one wins.
    if (sqlState(error) === '23505' && violatedConstraint(error) === 'mandates_active')
      throw new DomainError('conflict', { cause: error })
    throw error
  })
  return { id }
}

/**
 * Revokes a mandate: debits not sent to the bank are left out, and invoices are paid by transfer.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found` (not in force)
 */
export async function revokeMandate(
  ctx: OpContext,
  { reference }: z.output<typeof revokeMandateInput>,
): Promise<void> {
  authorize(ctx, 'billing:manage')
  await requireFreshProof(ctx)
  await withOrganisation(ctx, async (tx, organisationId) => {
    const mandate = await lockActiveMandate(tx, organisationId)
    if (mandate?.reference !== reference) throw new DomainError('not_found')
    await markRevoked(tx, mandate.id, ctx.now)
    await setPaymentMethod(tx, organisationId, 'transfer', null, ctx.now)
    await recordAudit(tx, ctx, 'mandate.revoked', {
      organisationId,
      kind: 'mandate',
      id: mandate.id,
      details: { reference: mandate.reference },
    })
  })
}

/**
 * Sets the organisation's payment method; a mandate stays in force until it is revoked.
 *
 * @throws DomainError `forbidden`, `state_forbids` (`no_mandate`, `public_body`, `not_public`)
 */
export async function choosePaymentMethod(
  ctx: OpContext,
  { method }: z.output<typeof choosePaymentMethodInput>,
): Promise<void> {
  authorize(ctx, 'billing:manage')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const payer = await findPayer(tx, organisationId)
    const mandate = await lockActiveMandate(tx, organisationId)
    const reason = refusalOf(method, payer?.kind === 'public_body', mandate !== null)
    if (reason) throw new DomainError('state_forbids', { params: { reason } })
    await setPaymentMethod(
      tx,
      organisationId,
      method,
      method === 'direct_debit' ? (mandate?.reference ?? null) : null,
      ctx.now,
    )
    await recordAudit(tx, ctx, 'payment_method.chosen', {
      organisationId,
      kind: 'organisation',
      id: organisationId,
      details: { from: payer?.method ?? 'transfer', to: method },
    })
  })
}

/** A public accountant pays by mandat administratif or transfer; other customers cannot use the former. Pure. */
export function refusalOf(
  method: PaymentMethod,
  isPublic: boolean,
  hasMandate: boolean,
): 'public_body' | 'not_public' | 'no_mandate' | null {
  if (method === 'mandat_administratif') return isPublic ? null : 'not_public'
  if (method === 'transfer') return null
  if (isPublic) return 'public_body'
  return hasMandate ? null : 'no_mandate'
}
