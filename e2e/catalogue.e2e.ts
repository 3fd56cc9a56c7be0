import { randomUUID } from 'node:crypto'
import { makeStaff } from '~/testing/staff'
import { sql } from './support/database'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

test('a bundle is created, its prices previewed and published, and it is withdrawn', async ({
  page,
  context,
}) => {
  await signIn(context, await makeStaff(sql, ['capacity', 'accountant']))
  await page.goto(`${siteUrl('operator')}/operator/catalogue`)
  // The demonstration already sells public addresses and load balancers, each as a single bundle.
  await expect(page.getByRole('button', { name: /^Vendre des/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Nouvelle offre' }).click()
  const dialog = page.getByRole('dialog')
  const slug = `essai-${randomUUID().slice(0, 8)}`
  await dialog.getByLabel('Nom', { exact: true }).fill(slug)
  await dialog.getByLabel('Mémoire, Gio').fill('0.5')
  await dialog.getByLabel('Identifiant').fill('Mal écrit')
  await dialog.getByRole('button', { name: 'Créer l’offre' }).click()
  await expect(dialog.getByLabel('Identifiant')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('Identifiant').fill(slug)
  await dialog.getByRole('button', { name: 'Créer l’offre' }).click()
  await expect(dialog).toBeHidden()

  // Without a price it is not sold, and the page shows that.
  await expect(page.getByRole('row', { name: new RegExp(slug) })).toContainText('sans prix')
  await page.getByRole('link', { name: slug }).click()
  await page.getByLabel(/^Calcul/).fill('beaucoup')
  await page.getByRole('button', { name: 'Voir ce qui change' }).click()
  await expect(page.getByLabel(/^Calcul/)).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel(/^Calcul/).fill('0,0550')
  await page.getByLabel(/^Disque système/).fill('0,0040')
  await page.getByLabel(/^À partir du/).fill('2035-01-01')
  await page.getByRole('button', { name: 'Voir ce qui change' }).click()
  await expect(dialog).toContainText('39,60 € par mois')
  await expect(dialog).toContainText('Rien n’en est en service')
  await dialog.getByRole('button', { name: 'Publier ces prix' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Annoncé pour le')).toBeVisible()
  await expect(page.getByRole('row', { name: /Calcul.*annoncé/ })).toBeVisible()

  await page.getByRole('button', { name: 'Annuler l’annonce' }).click()
  await dialog.getByRole('button', { name: 'Annuler l’annonce' }).click()
  await expect(page.getByText('Annoncé pour le')).toBeHidden()
  await expect(page.getByRole('row', { name: /Calcul.*annulé/ })).toBeVisible()

  await page.getByRole('button', { name: 'Retirer de la vente' }).click()
  await dialog.getByRole('button', { name: 'Retirer de la vente' }).click()
  await expect(page.getByRole('button', { name: 'Remettre en vente' })).toBeVisible()
})

test('an auditor reads the catalogue and sees why they may not change it', async ({ page, context }) => {
  await signIn(context, await makeStaff(sql, ['auditor']))
  await page.goto(`${siteUrl('operator')}/operator/catalogue`)
  await expect(page.getByRole('button', { name: 'Nouvelle offre' })).toBeHidden()
  await page.getByRole('link', { name: 'Essentiel 4', exact: true }).click()
  await expect(page.getByText('Votre rôle permet de lire les prix')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Voir ce qui change' })).toBeHidden()
})

test('a monthly estimate is shared by its address and becomes a cart', async ({ page, context }) => {
  const organisation = await makeOrganisation()
  await signIn(context, organisation.owner)
  await page.goto(`${siteUrl('portal')}/offres`)
  await page.getByRole('link', { name: 'Estimer un mois' }).click()
  await page.getByLabel('Quantité de Essentiel 4').fill('2')
  await expect(page.getByRole('definition').last()).toHaveText(/84,67\s€/)
  await page.getByLabel('Lieu de l’acheteur').selectOption({ label: 'Guyane, Mayotte, sans TVA' })
  await expect(page.getByRole('definition').last()).toHaveText(/70,56\s€/)
  await expect(page).toHaveURL(/essentiel-4=2&lieu=guyane-mayotte/)

  // The address reproduces the estimate.
  await page.reload()
  await expect(page.getByLabel('Quantité de Essentiel 4')).toHaveValue('2')
  await expect(page.getByRole('definition').last()).toHaveText(/70,56\s€/)
  await page.getByRole('link', { name: 'Commander' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Commander' })).toBeVisible()
  await expect(page.getByRole('radio', { name: /^Essentiel 4/ })).toBeChecked()
})
