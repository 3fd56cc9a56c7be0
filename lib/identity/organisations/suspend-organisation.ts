import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockOrganisation, updateOrganisationIn } from '../queries/organisations'

/**
 * In `tx`: suspends the organisation. It cannot order or change anything, keeps its resources, and can read and pay.
 * The caller checks the right to decide. A public body is never suspended here.
 *
 * @throws DomainError `conflict` (no longer active), `state_forbids` (`public_body`)
 */
export async function suspendOrganisation(
  tx: Tx,
  ctx: OpContext,
  organisation: { id: Id<'organisation'>; kind: string },
  reason: string,
): Promise<void> {
  if (organisation.kind === 'public_body')
    throw new DomainError('state_forbids', { params: { reason: 'public_body' } })
  await change(tx, ctx, organisation.id, { from: 'active', to: 'suspended' }, reason)
}

/** In `tx`: makes a suspended organisation active again. @throws DomainError `conflict` when it is not suspended */
export async function reinstateOrganisation(
  tx: Tx,
  ctx: OpContext,
  id: Id<'organisation'>,
  reason: string,
): Promise<void> {
  await change(tx, ctx, id, { from: 'suspended', to: 'active' }, reason)
}

async function change(
  tx: Tx,
  ctx: OpContext,
  id: Id<'organisation'>,
  { from, to }: { from: 'active' | 'suspended'; to: 'active' | 'suspended' },
  reason: string,
): Promise<void> {
  // The lock waits for transactions that relied on the old state, and makes later ones read the new state. The update
  // alone would not conflict with transactions that only checked the state.
  await lockOrganisation(tx, id)
  if (!(await updateOrganisationIn(tx, id, [from], { state: to })))
    throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
  await recordAudit(tx, ctx, to === 'suspended' ? 'organisation.suspended' : 'organisation.reinstated', {
    organisationId: id,
    kind: 'organisation',
    id,
    details: { reason },
  })
}
