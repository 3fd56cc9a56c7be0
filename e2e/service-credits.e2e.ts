import { readFile } from 'node:fs/promises'
import { recomputeCredit } from '~/lib/sla/credits/testing/recompute-credit'
import { makeStaff } from '~/testing/staff'
import { sql } from './support/database'
import { demonstrationOrganisation, demonstrationPerson } from './support/demonstration'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'

test('a customer sees the credit for a missed objective on its invoice, recomputes it and contests the month', async ({
  page,
  context,
}) => {
  const organisationId = await demonstrationOrganisation('Commune de Valmont')
  await signIn(context, await demonstrationPerson('anne.besson@valmont.example'))
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/billing/service-credits`)
  const row = page.getByRole('row', { name: /portail-citoyen-01/ }).first()
  await expect(row).toBeVisible()
  // The month shown may have ended since, without credits; another is listed with their amount.
  if (!(await row.getByText('accordé').isVisible())) {
    await page.getByRole('main').getByRole('button', { name: /^Mois/ }).click()
    await page.getByRole('menuitem').filter({ hasText: '€' }).first().click()
  }
  await expect(row).toContainText('accordé')
  const download = page.waitForEvent('download')
  await row.getByRole('link', { name: /^Preuve/ }).click()
  const evidence = await readFile(await (await download).path(), 'utf8')
  const reckoned = recomputeCredit(evidence)
  const euros = (Number(reckoned.creditCents) / 100).toFixed(2).replace('.', ',')
  await expect(row).toContainText(euros)

  await row.getByRole('link', { name: /^FAC-/ }).click()
  const line = page.getByRole('table', { name: 'Lignes' }).getByRole('row', { name: /Crédit de service/ })
  await expect(line).toContainText(euros)
  await line.getByRole('link').click()

  await row.getByRole('button', { name: /^Contester/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Ce que vous avez constaté').fill('Le service était arrêté plus longtemps.')
  await dialog.getByRole('button', { name: 'Contester' }).click()
  await row.getByRole('link', { name: 'Voir la demande' }).click()
  await expect(page.getByText('Le service était arrêté plus longtemps.')).toBeVisible()
  await expect(page.getByRole('link', { name: /evidence-.*\.json/ })).toBeVisible()
})

test('a billing officer has a month reassessed, and an auditor can only read', async ({ browser }) => {
  const officer = await browser.newContext()
  await signIn(officer, await makeStaff(sql, ['accountant']))
  const page = await officer.newPage()
  await page.goto(`${siteUrl('operator')}/operator/billing/service-credits`)
  const rows = page.getByRole('row', { name: /portail-citoyen-01/ })
  await expect(rows.filter({ hasText: 'accordé' }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Réévaluer un mois' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Motif, imprimé sur la ligne').fill('Vérification demandée par le client')
  await dialog.getByRole('button', { name: 'Réévaluer un mois' }).click()
  await expect(page.getByText('Réévaluation demandée')).toBeVisible()
  await page
    .getByRole('navigation', { name: 'État' })
    .getByRole('link', { name: 'accordé', exact: true })
    .click()
  await expect(page).toHaveURL(/state=granted/)
  await officer.close()

  const auditor = await browser.newContext()
  await signIn(auditor, await makeStaff(sql, ['auditor']))
  const other = await auditor.newPage()
  await other.goto(`${siteUrl('operator')}/operator/billing/service-credits`)
  await expect(other.getByRole('button', { name: 'Réévaluer un mois' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await auditor.close()
})
