import type { Tx } from '~/db/client'
import type { VatStatus } from '~/db/schema/billing/documents'
import type { Address } from '~/db/schema/identity/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { formatMoney } from '~/lib/kernel/text/format'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { debtorKind, paymentDaysByLaw } from '../dunning/payment-terms'
import { findCreditor } from '../payments/queries/mandates'
import * as queries from '../queries/subjects'
import { treatmentOf } from '../vat/decide-treatment'
import { decideVat } from '../vat/decide-vat'
import { digitsOf } from '../vat/tax-place'
import { vatStatusOf } from '../vat/vat-status'
import { vatSubjectOf } from '../vat/vat-subject'
import type { InvoiceTerms } from './compose-invoices'
import type { Buyer, DocumentAddress, ElectronicAddress, Seller } from './issued-document'

export type BillingSubject = {
  sellingEntityId: Id<'sellingEntity'>
  prefixes: { invoice: string; credit_note: string }
  customerCode: string
  terms: InvoiceTerms
}

/**
 * The seller, buyer and terms of an organisation's invoices on the day of `now`. The VAT is that of the last day
 * billed, when the tax on a continuous supply falls due (CGI 269, 1, a bis). Creates the billing profile if missing and
 * keeps it locked, so that an organisation is billed by one process at a time.
 *
 * @throws DomainError `not_billable` with the missing field, before any number is taken
 */
export async function readSubject(
  tx: Tx,
  now: Date,
  { organisationId, suppliedUntil }: { organisationId: Id<'organisation'>; suppliedUntil: string },
): Promise<BillingSubject> {
  const facts = await queries.findSeller(tx)
  if (!facts) throw refused('seller')
  const organisation = await queries.getOrganisation(tx, organisationId)
  if (!organisation) throw new DomainError('not_found')
  refuseIncomplete(organisation)
  const issuedOn = parisDay(now)
  const locked = await queries.lockProfile(tx, { organisationId, updatedAt: now })
  const profile = locked.customerCode ? locked : await begin(tx, organisation, locked)
  const { language, grouping, paymentMethod, mandateReference } = profile
  const creditor = paymentMethod === 'direct_debit' ? await findCreditor(tx) : null
  const customerCode = profile.customerCode ?? ''
  return {
    sellingEntityId: facts.entity.id,
    prefixes: { invoice: facts.billing.invoicePrefix, credit_note: facts.billing.creditNotePrefix },
    customerCode,
    terms: {
      issuedOn,
      dueOn: addDays(issuedOn, profile.paymentDays),
      language,
      grouping,
      seller: sellerOf(facts, language),
      buyer: buyerOf(organisation, customerCode, profile.vatStatus),
      vat: decideVat(vatSubjectOf(organisation, profile, language), suppliedUntil),
      vatOnDebits: facts.billing.vatOnDebits,
      payment: {
        method: paymentMethod,
        iban: facts.billing.iban,
        bic: facts.billing.bic,
        accountHolder: facts.billing.accountHolder,
        ...(paymentMethod === 'direct_debit' && mandateReference ? { mandateReference } : {}),
        ...(creditor ? { creditorIdentifier: creditor.identifier } : {}),
      },
    },
  }
}

const refused = (field: string) => new DomainError('not_billable', { field, params: { lack: field } })

function refuseIncomplete({ kind, siren, siret, vatNumber, legalAddress }: queries.OrganisationRow): void {
  if (kind !== 'eu_company' && !siren) throw refused('siren')
  if (kind === 'public_body' && !siret) throw refused('siret')
  if (kind === 'eu_company' && !vatNumber) throw refused('vatNumber')
  const { line1, postcode, city, countryCode } = legalAddress
  // It determines the VAT.
  const isPlaced = countryCode !== 'FR' || digitsOf(postcode).length === 5
  if (!line1 || !city || !countryCode || !isPlaced) throw refused('legalAddress')
}

/**
 * First billing of an organisation: assigns its ledger code, the statutory payment term and the usual payment method.
 */
async function begin(
  tx: Tx,
  { id, kind, legalFormCode }: queries.OrganisationRow,
  profile: queries.ProfileRow,
): Promise<queries.ProfileRow> {
  const number = await queries.takeCustomerNumber(tx)
  const hasMandate = profile.paymentMethod === 'direct_debit'
  const first = {
    customerCode: `C${String(number).padStart(6, '0')}`,
    paymentDays: paymentDaysByLaw[debtorKind({ kind, legalFormCode })],
    ...(!hasMandate && { paymentMethod: defaultPaymentMethod(kind) }),
  }
  await queries.beginProfile(tx, id, first)
  return { ...profile, ...first }
}

/** Public accountants pay by their own procedure, the mandat administratif. */
export const defaultPaymentMethod = (kind: queries.OrganisationRow['kind']) =>
  kind === 'public_body' ? ('mandat_administratif' as const) : ('transfer' as const)

/** @throws DomainError `not_billable` while a legally required detail of the seller is not configured */
function sellerOf({ entity, billing }: queries.SellerFacts, language: 'fr' | 'en'): Seller {
  const { legalForm, shareCapitalCents, registryCity, address, email, siren } = entity
  if (!legalForm || shareCapitalCents === null || !registryCity || !address || !email) throw refused('seller')
  const capital = formatMoney(shareCapitalCents, language)
  return {
    name: entity.legalName,
    siren,
    siret: billing.siret,
    vatNumber: entity.vatNumber,
    address: documentAddress(address),
    email,
    legalForm,
    shareCapital: language === 'fr' ? `au capital de ${capital}` : `share capital ${capital}`,
    registration: `RCS ${registryCity} ${siren}`,
    electronicAddress: { scheme: billing.electronicScheme, id: billing.electronicId },
  }
}

function buyerOf(
  organisation: queries.OrganisationRow,
  customerCode: string,
  stated: VatStatus | null,
): Buyer {
  const { kind, siren, siret, vatNumber, legalAddress, billingAddress } = organisation
  const address = documentAddress(legalAddress)
  const billing = documentAddress(billingAddress)
  const isElsewhere = JSON.stringify(billing) !== JSON.stringify(address) && billing.city !== ''
  const buyer: Buyer = {
    organisationId: organisation.id,
    customerCode,
    name: organisation.legalName,
    kind: kind === 'eu_company' ? 'foreign' : kind,
    ...(kind !== 'eu_company' && siren && { siren }),
    ...(kind !== 'eu_company' && siret && { siret }),
    ...(vatNumber && { vatNumber }),
    isTaxable: vatStatusOf(organisation, stated) === 'taxable',
    address,
    ...(isElsewhere && { billingAddress: billing }),
    email: organisation.billingContactEmail,
  }
  return { ...buyer, electronicAddress: electronicAddress(buyer) }
}

/**
 * A recipient of e-invoices has an address in the directory: its SIREN, or that of the structure. All others have
 * e-mail.
 */
function electronicAddress(buyer: Buyer): ElectronicAddress {
  const { siren, siret } = buyer
  const treatment = treatmentOf(buyer)
  if (treatment === 'b2g' && siren && siret) return { scheme: '0225', id: `${siren}_${siret}` }
  if (treatment === 'b2b' && siren) return { scheme: '0225', id: siren }
  return { scheme: 'EM', id: buyer.email }
}

export function documentAddress({ line1, line2, postcode, city, countryCode }: Address): DocumentAddress {
  return { lines: [line1, ...(line2 ? [line2] : [])], postalCode: postcode, city, countryCode }
}
