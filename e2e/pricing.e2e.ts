import { randomUUID } from 'node:crypto'
import { makeStaff } from '~/testing/staff'
import { sql } from './support/database'
import { siteUrl } from './support/installation-facts'
import { chooseBundle, expectDelivered, orderAddress, orderButton } from './support/order-page'
import { openTab } from './support/server-page'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

test('prices are negotiated, a year is committed with a promotion, and its renewal is chosen', async ({
  browser,
}) => {
  const organisation = await makeOrganisation()
  const code = `E2E-${randomUUID().slice(0, 8).toUpperCase()}`

  // The operator negotiates prices, compares them with the public ones, and creates a promotion.
  const staffContext = await browser.newContext()
  await signIn(staffContext, await makeStaff(sql, ['capacity', 'accountant']))
  const staff = await staffContext.newPage()
  const dialog = staff.getByRole('dialog')
  await staff.goto(`${siteUrl('operator')}/operator/catalogue/negotiated/${organisation.organisationId}`)
  await staff.getByLabel('Offre ou famille').selectOption({ label: 'Essentiel 2' })
  await staff.getByLabel(/^Valeur/).fill('cent dix')
  await staff.getByLabel(/^Motif/).fill('Marché de trois ans, lot 2')
  await staff.getByRole('button', { name: 'Voir ce qui change' }).click()
  await expect(staff.getByLabel(/^Valeur/)).toHaveAttribute('aria-invalid', 'true')
  await staff.getByLabel(/^Valeur/).fill('10')
  await staff.getByRole('button', { name: 'Voir ce qui change' }).click()
  await expect(dialog.getByRole('row', { name: /Essentiel 2/ })).toContainText('−10,0')
  await dialog.getByRole('button', { name: 'Publier ce tarif' }).click()
  await expect(dialog).toBeHidden()
  await expect(staff.getByText('Marché de trois ans, lot 2')).toBeVisible()

  await staff.goto(`${siteUrl('operator')}/operator/catalogue/promotions`)
  await staff.getByRole('button', { name: 'Nouvelle promotion' }).click()
  await dialog.getByLabel(/^Nom/).fill('Essai de bout en bout')
  await dialog.getByLabel(/^Code/).fill(code)
  await dialog.getByLabel('Nature').selectOption('credit')
  await dialog.getByLabel(/^Valeur/).fill('25')
  await dialog.getByLabel('Donnée jusqu’au').fill('2035-01-01')
  await dialog.getByRole('button', { name: 'Créer la promotion' }).click()
  await expect(dialog).toBeHidden()
  await expect(staff.getByRole('row', { name: new RegExp(code) })).toContainText('ouverte')
  await staffContext.close()

  // The buyer sees those prices, commits for a year, and uses the code.
  const context = await browser.newContext()
  await signIn(context, organisation.owner)
  const page = await context.newPage()
  await page.goto(orderAddress(organisation))
  await expect(page.locator('[data-confirmed-cents]')).toBeAttached()
  await chooseBundle(page, /^Essentiel 2/)
  await expect(page.getByRole('row', { name: /Essentiel 2/ })).toContainText('Prix public')
  const hourly = await orderButton(page).textContent()
  await page.getByRole('radio', { name: /^12 mois/ }).check()
  await expect(orderButton(page)).not.toHaveText(hourly ?? '')
  await expect(page.getByText('sur la durée d’engagement, HT', { exact: true })).toBeVisible()
  await expect(page.getByText(/Vous rendez la réduction déjà reçue/)).toBeVisible()
  await page.getByLabel('Au terme').selectOption({ label: 'S’engager de nouveau' })
  await page.getByText('J’ai un code promotionnel').click()
  await page.getByLabel('Code promotionnel').fill('INCONNU')
  await expect(page.getByText(/Ce code n’est pas/)).toBeVisible()
  await page.getByLabel('Code promotionnel').fill(code)
  await expect(page.getByText(/Essai de bout en bout\s: 25,00\s€/)).toBeVisible()
  await orderButton(page).click()
  await expectDelivered(page)
  await expect(page.getByText(/Engagement de 12 mois, /)).toBeVisible()
  await expect(page.getByText(/Essai de bout en bout\s: 25,00\s€/)).toBeVisible()

  // Commitments are listed; the renewal is chosen on the resource's page, and deletion shows the exit fee first.
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/commitments`)
  await expect(page.getByRole('row', { name: /12 mois/ })).toContainText('S’engager de nouveau')
  await page
    .getByRole('row', { name: /12 mois/ })
    .getByRole('link')
    .click()
  await page.getByLabel('Au terme').selectOption({ label: 'Passer à l’heure, sans rappel' })
  await expect(page.getByText('Suite enregistrée')).toBeVisible()
  await openTab(page, 'Vue d’ensemble')
  await page.getByRole('button', { name: 'Supprimer le serveur' }).click()
  await expect(page.getByRole('dialog')).toContainText('durée d’engagement')
  await page.getByRole('dialog').getByRole('button', { name: 'Annuler' }).click()
  await openTab(page, 'Historique et coût')
  await page.getByRole('button', { name: 'Quitter l’engagement' }).click()
  await expect(page.getByRole('dialog')).toContainText('le plus petit de deux montants')
  await context.close()
})

test('a bundle fixes the placement and the quantity of a line', async ({ page, context, browser }) => {
  const organisation = await makeOrganisation()
  await signIn(context, await makeStaff(sql, ['capacity', 'accountant']))
  await page.goto(`${siteUrl('operator')}/operator/catalogue`)
  const dialog = page.getByRole('dialog')
  const slug = `fixe-${randomUUID().slice(0, 8)}`
  await page.getByRole('button', { name: 'Nouvelle offre' }).click()
  await dialog.getByLabel('Nom', { exact: true }).fill(slug)
  await dialog.getByLabel('Identifiant').fill(slug)
  await dialog.getByRole('button', { name: 'Créer l’offre' }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('link', { name: slug }).click()
  await page.getByLabel(/^Calcul/).fill('0,0550')
  await page.getByLabel(/^Disque système/).fill('0,0040')
  await page.getByRole('button', { name: 'Voir ce qui change' }).click()
  await dialog.getByRole('button', { name: 'Publier ces prix' }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: 'Régler' }).click()
  await dialog.getByLabel('Zone', { exact: true }).selectOption({ label: 'fixé' })
  await dialog.getByLabel('Zone : valeur').selectOption({ label: 'Lyon-Est' })
  await dialog.getByLabel(/^Quantité par ligne/).fill('2')
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Lyon-Est, fixé')).toBeVisible()

  const buyer = await browser.newContext()
  await signIn(buyer, organisation.owner)
  const order = await buyer.newPage()
  await order.goto(orderAddress(organisation))
  await expect(order.locator('[data-confirmed-cents]')).toBeAttached()
  await chooseBundle(order, new RegExp(`^${slug}`))
  await expect(order.getByRole('radio', { name: /^Lyon-Est/ })).toBeChecked()
  await expect(order.getByRole('radio', { name: /^Paris-Nord/ })).toBeHidden()
  await expect(order.getByText('2 au plus.')).toBeVisible()
  await buyer.close()
  // It is sold to other tests too: withdraw it at the end.
  await page.getByRole('button', { name: 'Retirer de la vente' }).click()
  await dialog.getByRole('button', { name: 'Retirer de la vente' }).click()
  await expect(page.getByRole('button', { name: 'Remettre en vente' })).toBeVisible()
})
