import type { Tx } from '~/db/client'
import { findProfile, getOrganisation } from '~/db/queries/billing/subjects'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { parisDay } from '~/lib/kernel/paris-day'
import { decideVat } from './decide-vat'

/**
 * The rate of VAT, in basis points, of what an organisation buys on the day of `now`, as its invoices decide it: baskets and
 * quotes say the same. The transaction piece of whoever asks.
 */
export async function readVatRate(tx: Tx, now: Date, organisationId: Id<'organisation'>): Promise<number> {
  const organisation = await getOrganisation(tx, organisationId)
  if (!organisation) throw new DomainError('not_found')
  const profile = await findProfile(tx, organisationId)
  const { kind, vatNumber, legalAddress } = organisation
  const subject = {
    countryCode: legalAddress.countryCode,
    postalCode: legalAddress.postcode,
    vatNumber: kind === 'eu_company' ? vatNumber : null,
    regime: profile?.vatRegime ?? 'by_address',
    regimeUntil: profile?.vatRegimeUntil ?? null,
    certificate: null,
    language: 'fr',
  } as const
  return decideVat(subject, parisDay(now)).rateBasisPoints
}
