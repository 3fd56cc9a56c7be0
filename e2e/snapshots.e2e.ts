import type { Page } from '@playwright/test'
import { makeEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('a volume’s snapshot is taken at a known price, brought back, and deleted', async ({ page }) => {
  const organisation = await makeOrganisation()
  const estate = await makeEstate(organisation, { instances: 1, volumes: 1 })
  await signIn(page.context(), organisation.owner)
  const [volume] = estate.volumes
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/volumes/${volume?.id}`)
  const state = page.getByRole('status').filter({ hasText: /disponible|restauration|attaché/ })
  const dialog = page.getByRole('dialog')

  await button(page, 'Prendre un instantané').click()
  await expect(dialog).toContainText(/L’instantané coûte 3,80\s€ HT par mois/)
  await dialog.getByLabel('Nom').fill('avant mise à jour')
  await dialog.getByRole('button', { name: 'Prendre un instantané' }).click()
  await expect(dialog).toBeVisible()
  await dialog.getByLabel('Nom').fill('avant-mise-a-jour')
  await dialog.getByRole('button', { name: 'Prendre un instantané' }).click()
  await expect(dialog).toBeHidden()
  const row = page.getByRole('table', { name: 'Instantanés' }).getByRole('row', { name: /avant-mise-a-jour/ })
  await expect(button(page, 'Restaurer avant-mise-a-jour')).not.toHaveAttribute('aria-disabled', 'true')
  await expect(row).toContainText('3,80')
  await expect(page.getByRole('cell', { name: 'Instantané · avant-mise-a-jour' })).toBeVisible()

  // Attached, it says why it cannot be restored; detached, it can.
  await button(page, 'Attacher').click()
  await expect(state).toHaveText('attaché')
  await expect(button(page, 'Restaurer avant-mise-a-jour')).toHaveAccessibleDescription(/détachez-le d’abord/)
  await button(page, 'Détacher').click()
  await expect(state).toHaveText('disponible')
  await button(page, 'Restaurer avant-mise-a-jour').click()
  await expect(dialog).toContainText('Ce qui y a été écrit depuis est perdu')
  await dialog.getByLabel(/^Pour confirmer/).fill(volume?.name ?? '')
  await dialog.getByRole('button', { name: 'Restaurer' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('cell', { name: 'restauration' }).first()).toBeVisible()
  await expect(state).toHaveText('disponible')

  await button(page, 'Supprimer avant-mise-a-jour').click()
  await dialog.getByRole('button', { name: 'Supprimer' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(/^Aucun instantané\./)).toBeVisible()
  // What it cost stays on the bill of the month.
  await expect(page.getByRole('cell', { name: 'Instantané · avant-mise-a-jour' })).toBeVisible()
})
