import type { BillingSellerInput, InvoiceGrouping } from '~/lib/billing'

/** Invented with the seller; its account number has valid check digits and a bank that does not exist. */
export const billingSeller: BillingSellerInput = {
  siret: '79999214400011',
  electronicScheme: '0225',
  electronicId: '799992144',
  iban: 'FR5399999000010000000014400',
  bic: 'ANDRFRPP',
  accountHolder: 'Andromède SAS',
  vatOnDebits: true,
  invoicePrefix: 'FAC',
  creditNotePrefix: 'AVO',
  fourEyesFromEuros: 500,
}

/** Invoice grouping of some organisations; the others get one of everything. */
export const groupings: Readonly<Record<string, InvoiceGrouping>> = {
  lumen: 'project',
}

/** Credits and concessions, with their age in months. */
export const plannedCredits: readonly {
  back: number
  key: string
  kind: 'gesture' | 'credit_note'
  cents: bigint
  reason: string
}[] = [
  { back: 5, key: 'lumen', kind: 'gesture', cents: 2_000n, reason: 'Lenteur du réseau le 14 juin' },
  { back: 3, key: 'nordix', kind: 'credit_note', cents: 1_250n, reason: 'Serveur arrêté trop tard' },
]
