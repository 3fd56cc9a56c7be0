import type { Page } from '@playwright/test'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** A multi-step saga is involved. */
const slow = { timeout: 60_000 }

test('an image is made from a stopped server, ordered from, and deleted', async ({ page }) => {
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 1, volumes: 0 })
  await signIn(page.context(), organisation.owner)
  const [server] = estate.instances
  const dialog = page.getByRole('dialog')
  const site = `${siteUrl('portal')}/o/${organisation.organisationId}`
  await page.goto(`${site}/images`)
  await expect(page.getByRole('heading', { name: 'Aucune image privée' })).toBeVisible()

  // A running server without a snapshot cannot be imaged, and the button gives the reason.
  await page.goto(`${site}/instances/${server?.id}?tab=storage`)
  await expect(button(page, 'Créer une image')).toHaveAccessibleDescription('Le serveur est en marche.')
  await button(page, 'Arrêter').click()
  await expect(page.getByRole('status').filter({ hasText: /^arrêté$/ })).toBeVisible(slow)
  await button(page, 'Créer une image').click()
  await expect(dialog).toContainText(/Elle coûte .*€ HT par mois/)
  await expect(dialog.getByRole('radio', { name: 'Le disque tel qu’il est' })).toBeChecked()
  await dialog.getByLabel('Nom de l’image').fill('socle-2026')
  await dialog.getByRole('button', { name: 'Créer une image' }).click()
  await page.waitForURL(/\/images$/)
  await expect(button(page, 'Supprimer socle-2026')).not.toHaveAttribute('aria-disabled', 'true', slow)

  // The order page lists it with the images of the catalogue, already chosen.
  await page.getByRole('link', { name: 'Commander un serveur depuis socle-2026' }).click()
  await page.waitForURL(/\/order\?/)
  await expect(page.getByLabel('Image').locator('option:checked')).toHaveText(/^socle-2026, image privée du/)
  await page.getByRole('button', { name: /^Commander/ }).click()
  await page.waitForURL(/\/orders\/ord_/)
  await expect(page.getByRole('heading', { name: 'Votre commande est en service' })).toBeVisible(slow)

  await page.goto(`${site}/images`)
  await button(page, 'Supprimer socle-2026').click()
  await expect(dialog).toContainText('Les serveurs qui en sont issus ne changent pas')
  await dialog.getByRole('button', { name: 'Supprimer' }).click()
  await expect(page.getByRole('heading', { name: 'Aucune image privée' })).toBeVisible(slow)
})
