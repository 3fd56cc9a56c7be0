import type { Locator, Page } from '@playwright/test'
import { createProject, readDemonstrationCode } from '~/lib/identity'
import { ed25519Line } from '~/lib/identity/testing/ssh-lines'
import type { TestBuyer } from '~/testing/buyer'
import { testPassword } from '~/testing/password'
import { systemNowContext } from './support/database'
import { insertEstablishment } from './support/directory'
import { orderEstate } from './support/estate'
import { followTraffic, tabTo } from './support/hands'
import { siteUrl } from './support/installation-facts'
import { press, typeInto, walkContent, walkPage } from './support/keys'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation, memberContext } from './support/world'

const portal = siteUrl('portal')
const at = ({ organisationId }: TestBuyer, rest: string) => `${portal}/o/${organisationId}${rest}`
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const state = (page: Page) => page.getByRole('status').filter({ hasText: /marche|arrêt|supprimé|changement/ })

/** A dialog keeps the focus until Escape, and returns it to the element that opened it. */
async function expectDialogReturns(page: Page, opener: ReturnType<typeof button>) {
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab')
    const isOutside = await page.evaluate(() => {
      const at = document.activeElement
      return at !== document.body && !at?.closest('dialog[open]')
    })
    expect(isOutside, 'the focus left the dialog').toBe(false)
  }
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
}

test('every tab stop is visible on every kind of page, and none traps the focus', async ({
  page,
  context,
}) => {
  test.setTimeout(300_000)
  const faults: Record<string, string[]> = {}
  const traffic = followTraffic(page)
  const visit = async (address: string, walk = walkContent) => {
    await page.goto(address)
    await traffic.idle()
    const found = await walk(page)
    if (found.length > 0) faults[new URL(address).pathname] = found
  }
  for (const path of ['/', '/offres', '/connexion', '/inscription']) await visit(portal + path, walkPage)
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 1, volumes: 1 })
  await signIn(context, organisation.owner)
  const parts = ['/order', `/orders/${estate.orderId}`, '/instances', `/instances/${estate.instances[0]?.id}`]
  const rest = [`/volumes/${estate.volumes[0]?.id}`, '/keys', '/members', '/audit', '/settings']
  const desks = ['/billing', '/billing/costs', '/billing/exports', '/sla', '/incidents', '/support']
  await visit(at(organisation, ''), walkPage)
  for (const part of [...parts, ...rest, ...desks]) await visit(at(organisation, part))
  await visit(`${portal}/compte/securite`)
  expect(faults).toEqual({})
})

test('an organisation signs up by keyboard alone', async ({ page }) => {
  const body = await insertEstablishment({ isPublic: true })
  await page.goto(`${portal}/inscription`)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeFocused()
  await page.keyboard.press('Enter')

  // Submitted empty, the form lists what is missing, with links to the fields.
  await press(page, button(page, 'Inscrire l’organisation'))
  const summary = page.getByRole('alert').filter({ hasText: 'champs sont à corriger' })
  await expect(summary).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('SIRET de l’établissement')).toBeFocused()

  await page.keyboard.type(body.siret)
  await expect(page.getByText('Trouvé dans l’annuaire des entreprises')).toBeVisible()
  await typeInto(page, page.getByLabel('Nom et prénom'), 'Jeanne Martin')
  await typeInto(page, page.getByLabel('Courriel professionnel'), `maire@${body.emailDomain}`)
  await typeInto(page, page.getByLabel('Mot de passe'), testPassword)
  await press(page, page.getByRole('checkbox', { name: /conditions générales/ }), 'Space')
  await press(page, page.getByRole('checkbox', { name: /accord de sous-traitance/ }), 'Space')
  await press(page, button(page, 'Inscrire l’organisation'))
  await press(page, page.getByRole('link', { name: 'Ouvrir la boîte' }))
  await expect(page).toHaveURL(/\/messages/)
})

test('an owner signs in with a second factor by keyboard alone', async ({ page }) => {
  const { owner } = await makeOrganisation()
  await page.goto(`${portal}/connexion`)
  await typeInto(page, page.getByLabel('Adresse de courriel'), owner.email)
  await typeInto(page, page.getByLabel('Mot de passe'), testPassword)
  await page.keyboard.press('Enter')
  // The code is the next input, and its field has the focus.
  await expect(page.getByLabel('Code')).toBeFocused()
  await page.keyboard.type(await readDemonstrationCode(systemNowContext('portal'), owner))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Commune d’Essai' })).toBeVisible()
})

test('a server is opened, stopped, resized, deleted and restored by keyboard alone', async ({ page }) => {
  const organisation = await makeOrganisation()
  const [server] = (await orderEstate(organisation, { instances: 1, volumes: 0 })).instances
  await signIn(page.context(), organisation.owner)
  await page.goto(at(organisation, '/instances'))

  const search = page.getByRole('searchbox', { name: /^Nom/ })
  await typeInto(page, search, server?.name ?? '')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/q=/)
  await expect(search, 'searching leaves the focus in the box').toBeFocused()
  await tabTo(page, () => page.getByRole('region', { name: 'Serveurs' }))
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: server?.name ?? '' })).toBeVisible()

  await press(page, button(page, 'Arrêter'))
  await expect(state(page)).toHaveText('arrêté')
  await expect(button(page, 'Arrêter'), 'the button blocks without losing the focus').toBeFocused()

  const resize = button(page, 'Changer d’offre')
  await press(page, resize)
  await expectDialogReturns(page, resize)
  await page.keyboard.press('Enter')
  await tabTo(page, () => page.getByRole('dialog').getByRole('radio', { checked: true }))
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Changer d’offre' }))
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(resize).toBeFocused()
  await expect(state(page)).toHaveText('arrêté')

  const remove = button(page, 'Supprimer le serveur')
  await press(page, remove)
  await expectDialogReturns(page, remove)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel(/^Pour confirmer/), 'the name is the first thing to type').toBeFocused()
  await page.keyboard.type(server?.name ?? '')
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Supprimer', exact: true }))
  await expect(state(page)).toHaveText('supprimé')
  await expect(page.getByRole('main'), 'the button went; the focus is on the page').toBeFocused()
  await press(page, button(page, 'Restaurer'))
  await expect(state(page)).toHaveText('arrêté')
  expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true)
})

test('a volume is attached, a key added and removed, by keyboard alone', async ({ page }) => {
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 1, volumes: 1 })
  await signIn(page.context(), organisation.owner)
  await page.goto(at(organisation, `/instances/${estate.instances[0]?.id}`))
  await press(page, page.getByRole('link', { name: 'Stockage', exact: true }))
  await press(page, button(page, 'Attacher'))
  await expect(page.getByRole('listitem').filter({ hasText: 'disque' })).toContainText('attaché')
  expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true)

  await page.goto(at(organisation, '/keys'))
  const add = button(page, 'Ajouter une clé').first()
  await press(page, add)
  await expectDialogReturns(page, add)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Clé publique')).toBeFocused()
  await page.keyboard.type(ed25519Line())
  await typeInto(page, page.getByLabel('Nom'), 'portable')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row').filter({ hasText: 'portable' })).toBeVisible()
  await expect(add).toBeFocused()
  const row = page.getByRole('row').filter({ hasText: 'portable' })
  await press(page, row.getByRole('button', { name: 'Retirer' }))
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Retirer' }))
  await expect(row).toHaveCount(0)
  // The button disappeared with its row: the focus stays on the page, close to its place.
  await expect(page.locator('main :focus')).toHaveCount(1)
})

test('a member gets another role and the journal is filtered by keyboard alone', async ({ page }) => {
  const organisation = await makeOrganisation({ roles: ['reader'] })
  // With the change of the role, two kinds of events to choose from.
  await createProject(memberContext(organisation.owner, organisation.organisationId), {
    name: 'Essais',
    sharePercent: '25',
  })
  await signIn(page.context(), organisation.owner)
  await page.goto(at(organisation, '/members'))
  const row = page.getByRole('row').filter({ hasText: organisation.members.reader?.email ?? '' })
  const change = row.getByRole('button', { name: 'Changer le rôle' })
  await press(page, change)
  await expectDialogReturns(page, change)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('radio', { name: 'Lecture' })).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }))
  await expect(row).toContainText('Comptabilité')
  await expect(change).toBeFocused()

  await page.goto(at(organisation, '/audit'))
  const event = page.getByRole('combobox', { name: 'Événement' })
  await tabTo(page, () => event)
  // Two key presses, faster than a response, move two choices on.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const second = await event.locator('option').nth(2).getAttribute('value')
  await expect(page).toHaveURL(`${at(organisation, '/audit')}?event=${second}`)
  await expect(event).toHaveValue(second ?? '')
  await expect(event).toBeFocused()
  await press(page, button(page, 'Effacer les filtres'))
  await expect(page).not.toHaveURL(/event=/)
  await expect(event).toBeFocused()
})

test('Escape closes what a key opened, and the focus returns', async ({ page }) => {
  const organisation = await makeOrganisation()
  await orderEstate(organisation, { instances: 1, volumes: 0 })
  await signIn(page.context(), organisation.owner)
  await page.goto(at(organisation, '/instances'))
  const search = page.getByRole('button', { name: /^Chercher/ })
  const opened: [opener: Locator, key: string, what: Locator][] = [
    [search, 'Enter', page.getByRole('dialog', { name: /./ })],
    [search, '?', page.getByRole('dialog', { name: 'Raccourcis clavier' })],
    [page.getByRole('button', { name: /^Apparence/ }), 'Enter', page.getByRole('menu')],
    [page.getByRole('button', { name: /Compte de/ }), 'ArrowDown', page.getByRole('menu')],
    [button(page, 'Colonnes'), 'Enter', page.getByRole('group', { name: 'Colonnes' })],
  ]
  for (const [opener, key, what] of opened) {
    await press(page, opener, key)
    await expect(what).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(what).toBeHidden()
    await expect(opener).toBeFocused()
  }
})
