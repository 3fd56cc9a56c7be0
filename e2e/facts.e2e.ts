import { randomUUID } from 'node:crypto'
import { makeStaff } from '~/testing/staff'
import { sql } from './support/database'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'

test('an administrator declares a qualification, a visitor reads it, and reads that it was withdrawn', async ({
  browser,
}) => {
  const name = `Label ${randomUUID().slice(0, 8)}`
  const staffContext = await browser.newContext()
  await signIn(staffContext, await makeStaff(sql, ['administrator']))
  const staff = await staffContext.newPage()
  const dialog = staff.getByRole('dialog')
  await staff.goto(`${siteUrl('operator')}/operator/qualifications`)
  await staff.getByRole('button', { name: 'Déclarer une qualification' }).click()
  await dialog.getByLabel('Qualification', { exact: true }).selectOption({ label: 'Autre' })
  await dialog.getByLabel(/^Nom/).fill(name)
  await dialog.getByLabel('État', { exact: true }).selectOption({ label: 'Obtenue' })
  await dialog.getByLabel(/^Date de l’état/).fill('2026-03-02')
  await dialog.getByLabel(/^Périmètre, en français/).fill('Toutes les zones')
  await dialog.getByLabel(/^Périmètre, en anglais/).fill('All zones')
  await dialog.getByLabel(/^Organisme/).fill('Bureau Exemple')
  // Spaces pass the browser's check, not the rule.
  await dialog.getByLabel(/^Référence/).fill('  ')
  await dialog.getByRole('button', { name: 'Publier' }).click()
  await expect(dialog.getByLabel(/^Référence/)).toHaveAttribute('aria-invalid', 'true')
  await expect(dialog.getByText(/Donnez la référence du certificat/).first()).toBeVisible()
  await dialog.getByLabel(/^Référence/).fill('EX-1')
  await dialog.getByRole('button', { name: 'Publier' }).click()
  await expect(dialog).toBeHidden()
  const row = staff.getByRole('row', { name: new RegExp(name) })
  await expect(row).toContainText('obtenue')

  const visitorContext = await browser.newContext()
  const visitor = await visitorContext.newPage()
  await visitor.goto(siteUrl('portal'))
  await visitor.getByRole('link', { name: 'Lire les faits' }).click()
  await expect(visitor.getByRole('heading', { level: 1, name: 'Souveraineté' })).toBeVisible()
  const line = visitor.getByRole('listitem').filter({ hasText: name })
  await expect(line).toContainText('obtenue')
  await expect(line).toContainText('depuis le 2 mars 2026')
  await expect(line).toContainText('EX-1')

  await row.getByRole('button', { name: `Retirer ${name}` }).click()
  await dialog.getByRole('button', { name: 'Retirer', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('retirée')
  await visitor.reload()
  await expect(line).toContainText('retirée')
  await staffContext.close()
  await visitorContext.close()
})

test('the page of zones defines each figure, and leads to the page of facts', async ({ page }) => {
  await page.goto(`${siteUrl('portal')}/zones`)
  await expect(page.getByText('Part du temps observé')).toBeVisible()
  await page.getByRole('link', { name: 'Qui exploite ces zones, et sous quel droit' }).click()
  await expect(page).toHaveURL(/\/souverainete$/)
  await expect(page.getByText('Le droit français s’applique.')).toBeVisible()
})
