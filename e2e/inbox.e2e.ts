import { addSignatureRule } from '~/lib/ordering'
import { orderEstate } from './support/estate'
import { placeHeldOrder } from './support/held-order'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation, memberContext } from './support/world'

const home = (organisationId: string) => `${siteUrl('portal')}/o/${organisationId}`

test('an order to approve is on the approver’s open home, in the menu, the bell and the title, and is approved there by keyboard', async ({
  page,
  context,
}) => {
  const { organisationId, owner, members } = await makeOrganisation({ roles: ['technical', 'approver'] })
  const { technical, approver } = members
  if (!technical || !approver) throw new Error('both were asked for')
  await addSignatureRule(memberContext(owner, organisationId), { from: 1n, approvals: 1 })
  await signIn(context, approver)
  await page.goto(home(organisationId))
  const inbox = page.getByRole('heading', { name: 'À faire' })
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(inbox).toBeHidden()

  const orderId = await placeHeldOrder(technical, organisationId)
  // The open page follows without being loaded again.
  await expect(inbox).toBeVisible()
  await expect(page).toHaveTitle(/^\(1\) /)
  await expect(page.getByRole('link', { name: /^Achats\s*1$/ })).toBeVisible()
  await page.getByRole('button', { name: /1 élément à voir/ }).click()
  await expect(page.getByRole('menuitem', { name: /demande votre accord/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('link', { name: /^Voir la commande/ })).toHaveAttribute(
    'href',
    `/o/${organisationId}/orders/${orderId}`,
  )

  await page.getByRole('button', { name: /^Approuver CMD/ }).press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Par mois, TTC')).toBeVisible()
  await expect(dialog.getByText('Sans engagement', { exact: false })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Approuver' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Votre accord est donné.')).toBeVisible()
  await expect(inbox).toBeHidden()
  await expect(page).not.toHaveTitle(/^\(/)
})

test('the palette finds what is written, and Enter acts', async ({ page, context }) => {
  const organisation = await makeOrganisation()
  const { organisationId, owner } = organisation
  const { instances } = await orderEstate(organisation, { instances: 1, volumes: 0 })
  const [server] = instances
  if (!server) throw new Error('a server was ordered')
  await signIn(context, owner)
  await page.goto(home(organisationId))
  const box = page.getByRole('combobox')
  const ask = async (query: string, first: RegExp | string) => {
    await page.keyboard.press('Control+k')
    await box.fill(query)
    await expect(page.getByRole('option').first()).toHaveText(first)
  }
  const found: [string, RegExp][] = [
    ['FEC', /^Exports et FEC/],
    ['facture', /^Factures/],
    ['crédit', /^Crédits de service/],
    ['support', /^Assistance/],
    ['arrêter', /^Serveurs/],
    ['mot de passe', /^Mot de passe/],
    ['prélèvement', /^Paiement/],
    ['panne', /^Incidents/],
    ['membre test', /membre$/],
    ['english', /^English/],
    [`serveur ${server.name}`, new RegExp(`^${server.name}.*serveur$`)],
    [server.id, new RegExp(`^${server.name}`)],
    [`console ${server.name}`, /^Ouvrir la console de /],
  ]
  for (const [query, first] of found) {
    await ask(query, first)
    await page.keyboard.press('Escape')
    // It is hidden before the page has taken it away, and until then the key opens nothing.
    await expect(page.locator('[role=combobox]')).toHaveCount(0)
  }
  await ask('sombre', /sombre/)
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveClass(/(^| )dark( |$)/)
  await expect(page.getByRole('button', { name: /Apparence : sombre/ })).toBeVisible()

  await ask(`arrêter ${server.name}`, `Arrêter ${server.name}action`)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/instances/${server.id}$`))
  const dialog = page.getByRole('dialog')
  // Anybody can write an address: its act waits for more than a single Enter.
  await expect(dialog.getByRole('button', { name: 'Arrêter' })).not.toBeFocused()
  await dialog.getByRole('button', { name: 'Arrêter' }).press('Enter')
  await expect(page.getByRole('status').filter({ hasText: /arrêt/ }).first()).toBeVisible()
  await expect(dialog).toBeHidden()
  // On the page of a server, an act needs no name.
  await ask('démarrer ce serveur', /^Démarrer ce serveur/)
  await page.keyboard.press('Escape')
})
