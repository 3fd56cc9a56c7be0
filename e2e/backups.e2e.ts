import type { Page } from '@playwright/test'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** A multi-step saga is involved. */
const slow = { timeout: 60_000 }

test('a volume is backed up to another zone, restored there, and the backup deleted', async ({ page }) => {
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 0, volumes: 1 })
  await signIn(page.context(), organisation.owner)
  const [volume] = estate.volumes
  const dialog = page.getByRole('dialog')
  const site = `${siteUrl('portal')}/o/${organisation.organisationId}`
  await page.goto(`${site}/backups`)
  await expect(page.getByRole('heading', { name: 'Aucune sauvegarde' })).toBeVisible()

  await page.goto(`${site}/volumes/${volume?.id}`)
  await button(page, 'Planifier des sauvegardes').click()
  await dialog.getByText('Chaque semaine', { exact: true }).click()
  await dialog.getByLabel('Sauvegardes gardées').fill('4')
  await expect(dialog).toContainText(/au plus 15,\d\d\s€ HT par mois pour les 4 gardées/)
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(page.getByText('Chaque dimanche à 3 h, les 4 dernières sont gardées')).toBeVisible()

  await button(page, 'Sauvegarder').click()
  await expect(dialog).toContainText(/La sauvegarde coûte 3,80\s€ HT par mois/)
  await dialog.getByLabel('Nom de la sauvegarde').fill('hors-site')
  const place = await dialog.getByLabel('Gardée à').locator('option:checked').textContent()
  await dialog.getByRole('button', { name: 'Sauvegarder' }).click()
  await page.waitForURL(/\/backups$/)
  const row = page.getByRole('row', { name: /hors-site/ })
  await expect(button(page, 'Restaurer hors-site')).not.toHaveAttribute('aria-disabled', 'true', slow)
  await expect(row).toContainText('3,80')
  await expect(row).toContainText((place ?? '').split(' (')[0] ?? '')

  await button(page, 'Restaurer hors-site').click()
  await expect(dialog.getByRole('radio', { name: /Disque rapide 100/ })).toBeVisible()
  await dialog.getByLabel('Nom du nouveau volume').fill('retour')
  await dialog.getByRole('button', { name: 'Commander le volume' }).click()
  await page.waitForURL(/\/orders\/ord_/)
  await expect(page.getByRole('heading', { name: 'Votre commande est en service' })).toBeVisible(slow)

  await page.goto(`${site}/backups`)
  await button(page, 'Supprimer hors-site').click()
  await expect(dialog).toContainText('ne pourra plus être retrouvé ici')
  await dialog.getByRole('button', { name: 'Supprimer' }).click()
  await expect(page.getByRole('heading', { name: 'Aucune sauvegarde' })).toBeVisible(slow)
})
