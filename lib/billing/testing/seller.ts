import type postgres from 'postgres'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { defineBillingSeller } from '../invoices/define-seller'

/** Inserts a selling company with all details that an invoice requires. */
export async function makeSeller(sql: postgres.Sql): Promise<void> {
  await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default, legal_form,
      share_capital_cents, registry_city, address, email)
    values ('sel_seller', 'Andromède Cloud', '732829320', 'FR44732829320', 'CMD', true, 'Société par actions simplifiée',
      10000000, 'Lyon', ${sql.json({ line1: '12 rue de la République', postcode: '69001', city: 'Lyon', countryCode: 'FR' })},
      'facturation@andromede.example')`
  await defineBillingSeller(seedContext(), {
    siret: '73282932000074',
    electronicScheme: '0225',
    electronicId: '732829320',
    iban: 'FR76 3000 6000 0112 3456 7890 189',
    bic: 'AGRIFRPP',
    accountHolder: 'Andromède Cloud',
    vatOnDebits: true,
    invoicePrefix: 'FAC',
    creditNotePrefix: 'AVO',
    fourEyesFromEuros: 500,
  })
}
