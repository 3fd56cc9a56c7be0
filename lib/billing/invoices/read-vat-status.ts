import type { Tx } from '~/db/client'
import type { VatStatus } from '~/db/schema/billing-documents'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { findProfile, getOrganisation } from '../queries/subjects'
import { vatStatusOf } from '../vat/vat-status'

/** What a customer is taken for now; null for a public body or a company abroad, of which nobody says it. */
export async function readVatStatus(tx: Tx, organisationId: Id<'organisation'>): Promise<VatStatus | null> {
  const organisation = await getOrganisation(tx, organisationId)
  if (!organisation) throw new DomainError('not_found')
  if (organisation.kind !== 'company') return null
  return vatStatusOf(organisation, (await findProfile(tx, organisationId))?.vatStatus ?? null)
}

/** Whether what is said is another status than now, also where none may be said. */
export async function isAnotherVatStatus(
  tx: Tx,
  organisationId: Id<'organisation'>,
  said: VatStatus,
): Promise<boolean> {
  return said !== (await readVatStatus(tx, organisationId))
}

/** @throws DomainError `invalid_input` (`vat_status_kind`) of whom no status is said */
export async function refuseVatStatusOfKind(
  tx: Tx,
  organisationId: Id<'organisation'>,
  field: string,
): Promise<void> {
  if ((await readVatStatus(tx, organisationId)) === null)
    throw new DomainError('invalid_input', { field, params: { reason: 'vat_status_kind' } })
}
