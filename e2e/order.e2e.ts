import { sql } from './support/database'
import { orderEstate } from './support/estate'
import { countTouches, pressShortcut, tabTo, touches } from './support/hands'
import { siteUrl } from './support/installation-facts'
import {
  chooseBundle,
  chooseZone,
  expectDelivered,
  expectOrderPage,
  orderAddress,
  orderButton,
  step,
} from './support/order-page'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { watchPage } from './support/watch-page'
import { makeOrganisation } from './support/world'

test('a returning member orders in three clicks, types nothing, and sees each step', async ({
  page,
  context,
}) => {
  const organisation = await makeOrganisation({ roles: ['technical'] })
  await orderEstate(organisation, { instances: 1, volumes: 0 })
  const member = organisation.members.technical
  if (!member) throw new Error('a technical member was asked for')
  await signIn(context, member)
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}`)
  await countTouches(page)

  await page.getByRole('link', { name: 'Essai, Paris-Nord' }).click()
  await orderButton(page).click()
  await expectOrderPage(page)
  expect(await touches(page)).toEqual({ clicks: 2, keys: 0 })

  // Closed and reopened, during the delivery.
  const address = page.url()
  await expect(step(page, 'Capacité réservée').first()).toBeVisible()
  await page.close()
  const again = await context.newPage()
  const faults = watchPage(again)
  await again.goto(address)
  await expectDelivered(again)
  for (const name of ['Serveur créé', 'Démarrage', 'Joignable']) {
    await expect(step(again, name).first()).toContainText('faite')
  }
  await expect(again.getByText('L’adresse privée ne répond qu’aux serveurs du même réseau.')).toBeVisible()
  expect(faults).toEqual([])
})

test('a server reachable from outside is ordered from the home page in three clicks, and typing nothing', async ({
  page,
  context,
}) => {
  const organisation = await makeOrganisation()
  // Its key is chosen again for the next order.
  await orderEstate(organisation, { instances: 1, volumes: 0 })
  await signIn(context, organisation.owner)
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}`)
  await countTouches(page)
  await page.getByRole('link', { name: 'Essai, Paris-Nord' }).click()
  const alone = await orderButton(page).textContent()
  await page.getByRole('checkbox', { name: /^Ouvrir à Internet/ }).click()
  await expect(page.getByText('avec une adresse publique')).toBeVisible()
  await expect(orderButton(page)).not.toHaveText(alone ?? '')
  await expect(page.getByText('SSH ouvert à votre adresse, 127.0.0.1')).toBeVisible()
  await orderButton(page).click()
  await expectOrderPage(page)
  expect(await touches(page)).toEqual({ clicks: 3, keys: 0 })
  await expectDelivered(page)
  await expect(page.getByText(/^ssh root@203\.0\.113\.\d+$/)).toBeVisible()
  // The rule admits this browser's address alone, so the simulated vantage verifies each link by itself.
  await expect(step(page, 'Joignable depuis l’extérieur').first()).toContainText('faite')
  await expect(page.getByText(/^203\.0\.113\.\d+$/).locator('..')).toContainText('vérifiée')
})

test('port 22 is opened to everyone after a confirmation, and each way is tested from the server’s page', async ({
  page,
  context,
}) => {
  const organisation = await makeOrganisation()
  await signIn(context, organisation.owner)
  await page.goto(orderAddress(organisation))
  await chooseBundle(page, /^Essai/)
  await chooseZone(page, 'Paris-Nord')
  await page.getByRole('checkbox', { name: /^Ouvrir à Internet/ }).check()
  // Open by itself: no other machine has this browser's address.
  await expect(page.getByRole('radio', { name: /^Seulement mon adresse actuelle/ })).toBeChecked()
  await page.getByRole('radio', { name: /^Une liste d’adresses/ }).check()
  await page.getByLabel('Adresses et plages').fill('198.51.100.7/24')
  await expect(page.getByText(/^Saisissez une adresse IPv4 ou IPv6, ou une plage/)).toBeVisible()
  await page.getByRole('radio', { name: /^Tout le monde/ }).check()
  await expect(orderButton(page)).toHaveAccessibleDescription(/Confirmez d’abord que tout le monde/)
  // Closed by hand, it hides nothing that is required.
  await page.getByText('SSH ouvert à tout le monde').click()
  await expect(page.getByRole('radio', { name: /^Tout le monde/ })).toBeHidden()
  await page.getByRole('checkbox', { name: /^Je confirme que tout le monde/ }).check()
  await orderButton(page).click()
  await expectOrderPage(page)
  await expectDelivered(page)
  await expect(step(page, 'Joignable depuis l’extérieur').first()).toContainText('Vu par demo')
  await page.getByRole('link', { name: 'Ouvrir le serveur' }).click()
  await page.getByRole('button', { name: 'Tester chaque voie' }).click()
  await expect(page.getByText('Une session s’ouvre.')).toBeVisible()
  await expect(page.getByText('Le port 22 répond dans sa zone.')).toBeVisible()
})

test('price, stock and delay follow every change', async ({ page, context }) => {
  const organisation = await makeOrganisation()
  await signIn(context, organisation.owner)
  await page.goto(orderAddress(organisation))
  await chooseBundle(page, /^Essentiel 2/)
  await expect(orderButton(page)).toContainText(/€ HT \/ mois/)
  const single = await orderButton(page).textContent()
  await page.getByRole('button', { name: 'Augmenter' }).click()
  await expect(orderButton(page)).not.toHaveText(single ?? '')
  await expect(page.getByText(/2 × Essentiel 2, Paris-Nord/)).toBeVisible()
  await chooseZone(page, 'Lyon-Est')
  await expect(page.getByText(/2 × Essentiel 2, Lyon-Est/)).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Libre à Lyon-Est' })).toBeVisible()
})

test('a zone without room names what is short and offers another in one click', async ({ page, context }) => {
  const organisation = await makeOrganisation()
  await signIn(context, organisation.owner)
  await page.goto(orderAddress(organisation))
  await chooseBundle(page, /^Disque rapide 100/)
  await chooseZone(page, 'Lille')
  await expect(page.getByText('Pas assez de place à Lille')).toBeVisible()
  await expect(orderButton(page)).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: /^Prendre à Paris-Nord \(\d[\d\s]* libres\)$/ }).click()
  await expect(page.getByRole('radio', { name: /^Paris-Nord/ })).toBeChecked()
  await expect(orderButton(page)).not.toHaveAttribute('aria-disabled', 'true')
})

test('a server that cannot boot fails with its cause, is compensated, not billed, and can be retried', async ({
  page,
  context,
}) => {
  const organisation = await makeOrganisation()
  await signIn(context, organisation.owner)
  await page.goto(orderAddress(organisation))
  await chooseBundle(page, /^Essai/)
  await page.getByLabel('Nom', { exact: true }).fill('fail-at-boot-1')
  await orderButton(page).click()
  await expectOrderPage(page)
  await expect(page.getByRole('heading', { level: 1, name: 'Votre commande n’a pas abouti' })).toBeVisible({
    timeout: 60_000,
  })
  await expect(page.getByText('Cette étape a échoué : Démarrage')).toBeVisible()
  await expect(step(page, 'Serveur créé').first()).toContainText('annulée')
  await expect(page.getByRole('link', { name: /^Commander à Lyon-Est/ })).toBeVisible()
  const [left] = await sql<{ usage: number; claims: number }[]>`
    select (select count(*) from usage_intervals where organisation_id = ${organisation.organisationId})::int as usage,
      (select count(*) from allocations where organisation_id = ${organisation.organisationId} and state in ('pending', 'posted'))::int as claims`
  expect(left).toEqual({ usage: 0, claims: 0 })
  await page.getByRole('button', { name: 'Réessayer ici' }).click()
  await expect(page.getByText('Nouvelle tentative lancée')).toBeVisible()
})

test('first-boot data is checked before the order, reaches the server, and is shown on request', async ({
  page,
  context,
}) => {
  const organisation = await makeOrganisation()
  await signIn(context, organisation.owner)
  await page.goto(orderAddress(organisation))
  await chooseBundle(page, /^Essai/)
  await page.getByText('Données de premier démarrage (cloud-init)').click()
  const field = page.getByLabel(/^Texte pour cloud-init/)
  await field.fill('packages: [nginx]')
  await expect(page.getByText(/^La première ligne doit être/)).toBeVisible()
  await field.fill('#cloud-config\npassword: a: b\n')
  await expect(page.getByText('Ceci ressemble à un secret')).toBeVisible()
  await orderButton(page).click()
  await expect(page.getByText('Ce YAML n’est pas valide : ligne 2, colonne 11.')).toBeVisible()
  await field.fill('#cloud-config\npackage: [nginx]\nruncmd: echo\n')
  await expect(
    page.getByText('la clé package est inconnue\u00A0; vouliez-vous packages\u00A0?'),
  ).toBeVisible()
  await expect(page.getByText('Ligne 3, colonne 9')).toBeVisible()
  const userData = '#cloud-config\nruncmd:\n  - [echo, "é"]\n'
  await field.fill(userData)
  await orderButton(page).click()
  await expectOrderPage(page)
  await expectDelivered(page)
  const [given] = await sql<{ text: string }[]>`
    select user_data as text from simulator.instances where organisation_id = ${organisation.organisationId}`
  expect(given).toEqual({ text: userData })
  await page.getByRole('link', { name: 'Ouvrir le serveur' }).click()
  await expect(page.getByText('[echo, "é"]')).toHaveCount(0)
  await page.getByRole('button', { name: 'Afficher le texte' }).click()
  await expect(page.getByText('[echo, "é"]')).toBeVisible()

  const kept = () => page.evaluate(() => JSON.stringify({ ...sessionStorage }))
  expect(await kept()).not.toContain('runcmd')
  const [ordered] = await sql<{ id: string }[]>`
    select id from orders where organisation_id = ${organisation.organisationId}`
  await page.goto(orderAddress(organisation, `?from=${ordered?.id}`))
  await expect(page.getByLabel(/^Texte pour cloud-init/)).toHaveValue(userData)
  expect(await kept()).toContain('runcmd')
  await page.getByRole('button', { name: /Compte de / }).click()
  await page.getByRole('menuitem', { name: 'Se déconnecter' }).click()
  await page.waitForURL(/connexion/)
  expect(await kept()).not.toContain('runcmd')
})

test('an order beyond the spending cap is refused with the amounts', async ({ page, context }) => {
  const organisation = await makeOrganisation({ isCapLifted: false })
  await signIn(context, organisation.owner)
  await page.goto(orderAddress(organisation))
  await chooseBundle(page, /^Calcul 16/)
  await page.getByLabel('Quantité').fill('20')
  await orderButton(page).click()
  await expect(page.getByText('Plafond de dépense dépassé')).toBeVisible()
  await expect(page.getByText(/cette commande en ajoute .* et le plafond est de/)).toBeVisible()
})

test('two servers of an order have a line each, which opens by keyboard', async ({ page, context }) => {
  const organisation = await makeOrganisation()
  await signIn(context, organisation.owner)
  await page.goto(orderAddress(organisation))
  await chooseBundle(page, /^Essai/)
  await page.getByLabel('Quantité').fill('2')
  await orderButton(page).click()
  await expectOrderPage(page)
  await expectDelivered(page)
  const lines = page.getByRole('group').filter({ has: page.getByRole('heading', { level: 2 }) })
  await expect(lines).toHaveCount(2)
  await expect(lines.filter({ hasText: 'en service' })).toHaveCount(2)
  const open = lines.first().getByRole('link', { name: 'Ouvrir le serveur' })
  await expect(open).toBeHidden()
  await lines.first().locator('summary').focus()
  await page.keyboard.press('Enter')
  await expect(open).toBeVisible()
  await expect(step(page, 'Serveur créé').first()).toContainText('faite')
})

test('pressing the button twice orders once', async ({ page, context }) => {
  const organisation = await makeOrganisation()
  await signIn(context, organisation.owner)
  await page.goto(orderAddress(organisation))
  await chooseBundle(page, /^Disque rapide 100/)
  await orderButton(page).dblclick()
  await expectOrderPage(page)
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/orders`)
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2)
})

test('a complete order by keyboard alone, from home to delivered', async ({ page, context }) => {
  const organisation = await makeOrganisation()
  await signIn(context, organisation.owner)
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}`)
  await pressShortcut(page, 'g c')
  await expect(page.getByRole('heading', { level: 1, name: 'Commander' })).toBeVisible()
  await tabTo(page, () => page.locator('input[name=zone]:checked'))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: /^Lyon-Est/ })).toBeChecked()
  await tabTo(page, () => page.locator('input[name=bundle]:checked'))
  await page.keyboard.press('ArrowDown')
  await tabTo(page, () => orderButton(page))
  await page.keyboard.press('Enter')
  await expectOrderPage(page)
  await expectDelivered(page)
  await tabTo(page, () => page.getByRole('link', { name: 'Ouvrir le serveur' }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/instances\/ins_/)
})
