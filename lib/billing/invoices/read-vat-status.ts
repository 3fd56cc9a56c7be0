import type { Tx } from '~/db/client'
import type { VatStatus } from '~/db/schema/billing/documents'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { findProfile, getOrganisation } from '../queries/subjects'
import { vatStatusOf } from '../vat/vat-status'

/** The customer's current VAT status; null for a public body or a foreign company, which have none to state. */
export async function readVatStatus(tx: Tx, organisationId: Id<'organisation'>): Promise<VatStatus | null> {
  const organisation = await getOrganisation(tx, organisationId)
  if (!organisation) throw new DomainError('not_found')
  if (organisation.kind !== 'company') return null
  return vatStatusOf(organisation, (await findProfile(tx, organisationId))?.vatStatus ?? null)
}

/** Whether the stated status differs from the current one, also where none can be stated. */
export async function hasVatStatusChanged(
  tx: Tx,
  organisationId: Id<'organisation'>,
  said: VatStatus,
): Promise<boolean> {
  return said !== (await readVatStatus(tx, organisationId))
}

/**
 *
 *
 * @throws DomainError `invalid_input` (`vat_status_kind`) for an organisation that cannot state a status
 */
export async function refuseVatStatusOfKind(
  tx: Tx,
  organisationId: Id<'organisation'>,
  field: string,
): Promise<void> {
  if ((await readVatStatus(tx, organisationId)) === null)
    throw new DomainError('invalid_input', { field, params: { reason: 'vat_status_kind' } })
}
