import { randomInt } from 'node:crypto'
import { type WrittenMovement, writeCamt053 } from '~/lib/billing/payments/testing/write-statements'
import { makeStaff } from '~/testing/staff'
import { sql } from './support/database'
import { demonstrationOrganisation, demonstrationPerson } from './support/demonstration'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'

test('a statement is imported, certain matches are settled, the rest is confirmed by hand, and the customer sees its payments', async ({
  browser,
}) => {
  const organisationId = await demonstrationOrganisation('Nordix Conseil')
  const [seller] = await sql<{ iban: string }[]>`
    select s.iban from billing_sellers s join selling_entities e on e.id = s.selling_entity_id where e.is_default`
  const [one, two] = await sql<{ number: string; cents: string }[]>`
    select d.number, d.gross_cents - coalesce(s.paid_cents, 0) as cents from billing_documents d
    left join document_settlements s on s.document_id = d.id
    where d.organisation_id = ${organisationId} and d.state = 'final' and d.kind = 'invoice' and coalesce(s.paid_cents, 0) < d.gross_cents
    order by d.number limit 2`
  const stem = `E2E${randomInt(1e9)}`
  const movement = (cents: bigint, text: string): WrittenMovement => ({
    bookedOn: '2026-11-20',
    valuedOn: '2026-11-20',
    cents,
    text,
  })
  const sure = BigInt(one?.cents ?? 0)
  const statement = writeCamt053([
    {
      identification: stem,
      iban: (seller?.iban ?? '').replaceAll(' ', ''),
      from: '2026-11-20',
      to: '2026-11-20',
      openingCents: 0n,
      closingCents: sure + 101n,
      movements: [movement(sure, `${stem} ${one?.number}`), movement(101n, `VIREMENT ${stem}`)],
    },
  ])

  const staffContext = await browser.newContext()
  await signIn(staffContext, await makeStaff(sql, ['accountant']))
  const staff = await staffContext.newPage()
  const dialog = staff.getByRole('dialog')
  await staff.goto(`${siteUrl('operator')}/operator/billing/statements`)
  const choose = (content: string) =>
    staff
      .getByLabel('Importer un relevé')
      .setInputFiles({ name: 'releve.xml', mimeType: 'application/xml', buffer: Buffer.from(content) })
  await choose(statement.replace('</Ntry>', ''))
  await expect(staff.getByText(/Ligne \d+\s: le XML est mal formé/)).toBeVisible()
  await choose(statement)
  await expect(staff.getByText('2 mouvements importés, 1 rapproché')).toBeVisible()
  await expect(staff.getByRole('row', { name: new RegExp(`${stem} ${one?.number}`) })).toContainText(
    'Numéro de facture',
  )
  await choose(statement)
  await expect(staff.getByText(/a déjà été importé/)).toBeVisible()

  const waiting = staff.getByRole('listitem').filter({ hasText: `VIREMENT ${stem}` })
  await waiting.getByRole('button', { name: 'Désigner les factures' }).click()
  await dialog.getByLabel('Numéros de factures').fill('AUCUNE-1')
  await dialog.getByRole('button', { name: 'Rapprocher' }).click()
  await expect(dialog.getByText(/Aucune facture ne porte le numéro AUCUNE-1/).first()).toBeVisible()
  await dialog.getByLabel('Numéros de factures').fill(two?.number ?? '')
  await dialog.getByRole('button', { name: 'Rapprocher' }).click()
  await expect(dialog).toBeHidden()
  await expect(waiting).toHaveCount(0)
  await staffContext.close()

  const context = await browser.newContext()
  await signIn(context, await demonstrationPerson('ines.dubois@nordix.example'))
  const page = await context.newPage()
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/billing/payment`)
  await expect(page.getByRole('row', { name: new RegExp(`VIREMENT ${stem}`) })).toContainText(
    two?.number ?? '',
  )
  await page.getByRole('button', { name: 'Signer un mandat' }).click()
  const mandate = page.getByRole('dialog')
  await mandate.getByLabel('IBAN').fill('SA0380000000608010167519')
  await mandate.getByLabel('BIC').fill('AGRIFRPP')
  await mandate.getByLabel(/J’autorise/).check()
  await mandate.getByRole('button', { name: 'Signer le mandat' }).click()
  await expect(mandate.getByLabel('IBAN')).toHaveAttribute('aria-invalid', 'true')
  await mandate.getByLabel('IBAN').fill('FR76 3000 6000 0112 3456 7890 189')
  await mandate.getByRole('button', { name: 'Signer le mandat' }).click()
  await expect(mandate).toBeHidden()
  await expect(page.getByText('FR76 •••• 0189'.replaceAll(' ', '\u00a0'))).toBeVisible()
  await expect(page.getByRole('radio', { name: /Prélèvement SEPA/ })).toBeChecked()
  const saved = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV', exact: true }).click()
  expect((await saved).suggestedFilename()).toMatch(/^releve-de-compte-.*\.csv$/)
  await context.close()
})
