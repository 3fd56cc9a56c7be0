import { readFile } from 'node:fs/promises'
import { makeStaff } from '~/testing/staff'
import { sql } from './support/database'
import { demonstrationOrganisation, demonstrationPerson } from './support/demonstration'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

test('an accountant opens an invoice down to the seconds that a line bills, and sees the year’s costs by part', async ({
  page,
  context,
}) => {
  const organisationId = await demonstrationOrganisation('Commune de Valmont')
  await signIn(context, await demonstrationPerson('anne.besson@valmont.example'))
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/billing`)
  await page
    .getByRole('link', { name: /^FAC-\d{4}-\d{6}$/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Facture FAC-\d{4}-\d{6}$/)
  await page.getByRole('table', { name: 'Lignes' }).getByRole('link').first().click()
  const evidence = page.getByRole('table', { name: /ce qui a été compté$/ })
  await expect(evidence.getByRole('row', { name: /^Total/ })).toBeVisible()
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/billing/costs`)
  await expect(page.getByRole('img', { name: /^Coût de chacun des 12 derniers mois/ })).toBeVisible()
  await page.getByRole('link', { name: 'Ressource' }).click()
  await expect(page.getByRole('columnheader', { name: 'Ressource' })).toBeVisible()
  await page.getByRole('link', { name: 'Étiquette', exact: true }).click()
  await page
    .getByRole('navigation', { name: 'Étiquette à répartir' })
    .getByRole('link', { name: 'service' })
    .click()
  const parts = page.getByRole('table', { name: 'Répartition' })
  await expect(parts.getByRole('row', { name: /^urbanisme/ })).toBeVisible()
  await expect(page.getByText('Prévu pour')).toBeVisible()
})

test('a large gesture waits for a second accountant, who may not be the first one', async ({ browser }) => {
  const organisation = await makeOrganisation()
  const reason = `Panne longue ${organisation.organisationId.slice(-6)}`
  const first = await browser.newContext()
  await signIn(first, await makeStaff(sql, ['accountant']))
  const page = await first.newPage()
  await page.goto(`${siteUrl('operator')}/operator/billing/concessions`)
  await page.getByRole('button', { name: 'Accorder un geste' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Organisation').selectOption(organisation.organisationId)
  await dialog.getByLabel('Montant HT, €').fill('750,00')
  await dialog.getByLabel('Motif').fill(reason)
  await dialog.getByRole('button', { name: 'Accorder un geste' }).click()
  const row = page.getByRole('row', { name: new RegExp(reason) })
  await expect(row).toContainText('À décider')
  await expect(row.getByRole('button', { name: 'Accepter' })).toHaveAttribute('aria-disabled', 'true')
  await first.close()

  const second = await browser.newContext()
  await signIn(second, await makeStaff(sql, ['accountant']))
  const other = await second.newPage()
  await other.goto(`${siteUrl('operator')}/operator`)
  await other
    .getByRole('list', { name: 'Propositions qui attendent votre accord' })
    .getByRole('link', { name: 'Avoir ou geste commercial' })
    .first()
    .click()
  await expect(other).toHaveURL(/\/operator\/billing\/concessions$/)
  const waiting = other.getByRole('row', { name: new RegExp(reason) })
  await waiting.getByRole('button', { name: 'Accepter' }).click()
  await expect(waiting).toContainText('Accepté')
  await second.close()
})

test('an accountant previews an export, schedules it for chosen members, pauses it and ends it', async ({
  page,
  context,
}) => {
  const organisationId = await demonstrationOrganisation('Commune de Valmont')
  await signIn(context, await demonstrationPerson('anne.besson@valmont.example'))
  const address = `${siteUrl('portal')}/o/${organisationId}/billing/exports`
  await page.goto(address)
  await expect(page.getByRole('table', { name: /^Charges à rattacher au / })).toBeVisible()
  // A public body learns why it has no FEC.
  const audit = page.getByRole('region', { name: 'Pour le contrôle fiscal (FEC)' })
  await expect(audit.getByText(/^Une administration n’a pas de FEC/)).toBeVisible()
  await page.getByRole('link', { name: 'Aperçu : Relevés de consommation bruts' }).click()
  const previewOf = (kind: string) => page.getByRole('region', { name: `Aperçu : ${kind}`, exact: true })
  const preview = previewOf('Relevés de consommation bruts')
  await expect(preview.getByRole('table').getByRole('row')).toHaveCount(11)
  await expect(preview).toContainText(/Les 10 premières lignes sur [\d\s]+\./)
  await page.getByRole('link', { name: 'Aperçu : Factures non parvenues' }).click()
  const accruals = previewOf('Factures non parvenues')
  await accruals.getByRole('link', { name: 'Texte EBP' }).click()
  await expect(accruals.locator('pre')).toBeVisible()
  await accruals.getByRole('button', { name: 'Créer un envoi mensuel' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('checkbox', { name: 'Factures non parvenues' })).toBeChecked()
  await expect(dialog.getByLabel('Format : Factures non parvenues')).toHaveValue('entries_ebp')
  await expect(dialog.getByRole('checkbox', { name: /^Anne Besson \(vous\)/ })).toBeChecked()
  await dialog.getByLabel('Jour d’envoi').selectOption('1')
  await dialog.getByRole('button', { name: 'Créer l’envoi' }).click()
  const row = page
    .getByRole('table', { name: 'Envois mensuels' })
    .getByRole('row', { name: /Factures non parvenues/ })
  await expect(row).toContainText('Le 1er du mois, Texte EBP')
  await expect(row).toContainText('Anne Besson')
  await expect(async () => {
    await page.reload()
    await expect(row).toContainText('Remis', { timeout: 1_000 })
  }).toPass()
  const act = async (name: string) => {
    await row.getByRole('button', { name: /^Actions : Factures non parvenues/ }).click()
    await page.getByRole('menuitem', { name }).click()
  }
  await act('Modifier')
  await dialog.getByLabel('Jour d’envoi').selectOption('12')
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(row).toContainText('Le 12 du mois')
  await act('Suspendre')
  await expect(row).toContainText('Suspendu')
  await act('Supprimer')
  await dialog.getByRole('button', { name: 'Supprimer' }).click()
  await expect(row).toBeHidden()
})

test('an accountant downloads the usage records of a month', async ({ page, context }) => {
  const organisationId = await demonstrationOrganisation('Commune de Valmont')
  await signIn(context, await demonstrationPerson('anne.besson@valmont.example'))
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/billing/exports`)
  const started = page.waitForEvent('download')
  await page.getByRole('link', { name: /Relevés de consommation bruts, CSV Excel$/ }).click()
  const file = await started
  expect(file.suggestedFilename()).toMatch(/^andromede-usage-records-\d{4}-\d{2}\.csv$/)
  const [head, first] = (await readFile(await file.path(), 'utf8')).split('\r\n')
  expect(head).toContain(';from_utc;to_utc;quantity;billed_quantity;unit;')
  expect(first).toMatch(/^interval;usi_/)
})

test('a company finds the FEC by its name, and any other format in a menu', async ({ page, context }) => {
  const organisationId = await demonstrationOrganisation('Atelier Lumen')
  await signIn(context, await demonstrationPerson('claire.fontaine@atelier-lumen.example'))
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/billing/exports`)
  const audit = page.getByRole('region', { name: 'Pour le contrôle fiscal (FEC)' })
  await expect(
    audit.getByRole('link', { name: /Fichier des écritures comptables \(FEC\), TXT$/ }),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Autres formats : Lignes de facture' }).click()
  const started = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'XLSX' }).click()
  expect((await started).suggestedFilename()).toMatch(/\.xlsx$/)
})

test('an accountant of the operator downloads the entries of a whole year', async ({ page, context }) => {
  await signIn(context, await makeStaff(sql, ['accountant']))
  await page.goto(`${siteUrl('operator')}/operator/billing/exports`)
  const link = page
    .getByRole('link', { name: /^Télécharger les écritures comptables provisoires de l’exercice \d{4}$/ })
    .first()
  const started = page.waitForEvent('download')
  await link.click()
  const file = await started
  expect(file.suggestedFilename()).toMatch(/^\d{9}FEC-provisoire-\d{8}\.txt$/)
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n')
  const numbers = [...new Set(lines.slice(1).map((line) => Number(line.split('\t')[2])))]
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  expect(numbers.length).toBeGreaterThan(0)
  await page.goto(`${siteUrl('operator')}/operator/billing/dunning`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('a billing member sees the days with unusual costs, and sets the notification threshold', async ({
  page,
  context,
}) => {
  const organisationId = await demonstrationOrganisation('Commune de Valmont')
  await signIn(context, await demonstrationPerson('anne.besson@valmont.example'))
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/billing/costs`)
  await expect(page.getByRole('heading', { name: 'Jours inhabituels' })).toBeVisible()
  await page.getByLabel('Écart minimal signalé, € HT par jour').fill('7')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(page.getByText('Surveillance enregistrée')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Écart minimal signalé, € HT par jour')).toHaveValue('7')
})
