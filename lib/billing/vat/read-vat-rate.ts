import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { findProfile, getOrganisation } from '../queries/subjects'
import { decideVat } from './decide-vat'
import { vatSubjectOf } from './vat-subject'

/**
 * The rate of VAT, in basis points, of what an organisation buys on the day of `now`, as its invoices decide it: baskets and
 * quotes say the same. In the transaction of whoever asks.
 */
export async function readVatRate(tx: Tx, now: Date, organisationId: Id<'organisation'>): Promise<number> {
  const organisation = await getOrganisation(tx, organisationId)
  if (!organisation) throw new DomainError('not_found')
  const profile = await findProfile(tx, organisationId)
  return decideVat(vatSubjectOf(organisation, profile, 'fr'), parisDay(now)).rateBasisPoints
}
