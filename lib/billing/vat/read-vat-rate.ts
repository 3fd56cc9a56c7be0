import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { findProfile, getOrganisation } from '../queries/subjects'
import { decideVat } from './decide-vat'
import { vatSubjectOf } from './vat-subject'

/**
 * The VAT rate, in basis points, of an organisation's purchases on the day of `now`, by the same decision as its
 * invoices, for baskets and quotes. In the caller's transaction.
 */
export async function readVatRate(tx: Tx, now: Date, organisationId: Id<'organisation'>): Promise<number> {
  const organisation = await getOrganisation(tx, organisationId)
  if (!organisation) throw new DomainError('not_found')
  const profile = await findProfile(tx, organisationId)
  return decideVat(vatSubjectOf(organisation, profile, 'fr'), parisDay(now)).rateBasisPoints
}
