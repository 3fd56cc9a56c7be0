import type { Page } from '@playwright/test'
import type { TestBuyer } from '~/testing/buyer'
import { testPassword } from '~/testing/password'
import { type OrderedEstate, orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { openTab } from './support/server-page'
import { ageSessionsOf, demonstrationCodeOf, signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const address = ({ organisationId }: TestBuyer, rest: string) =>
  `${siteUrl('portal')}/o/${organisationId}/${rest}`

async function openEstate(
  page: Page,
  organisation: TestBuyer,
  counts: { instances: number; volumes: number },
) {
  const estate = await orderEstate(organisation, counts)
  await signIn(page.context(), organisation.owner)
  return estate
}

async function openFirst(page: Page, organisation: TestBuyer, estate: OrderedEstate): Promise<string> {
  const [instance] = estate.instances
  if (!instance) throw new Error('a server was asked for')
  await page.goto(address(organisation, `instances/${instance.id}`))
  await expect(page.getByRole('heading', { level: 1, name: instance.name })).toBeVisible()
  return instance.name
}

const state = (page: Page) =>
  page.getByRole('status').filter({ hasText: /marche|arrêt|supprimé|création|redém/ })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('a server’s life: stopped, resized, started, restarted, renamed, tagged, and recorded in the journal', async ({
  page,
}) => {
  const organisation = await makeOrganisation()
  const estate = await openEstate(page, organisation, { instances: 1, volumes: 0 })
  await openFirst(page, organisation, estate)

  await expect(button(page, 'Démarrer')).toHaveAttribute('aria-disabled', 'true')
  await expect(button(page, 'Démarrer')).toHaveAccessibleDescription(/\S/)
  await button(page, 'Arrêter').click()
  await expect(state(page)).toHaveText('arrêté')

  await button(page, 'Changer d’offre').click()
  const resize = page.getByRole('dialog')
  await resize.getByRole('radio', { name: /^Essentiel 1/ }).check()
  await resize.getByRole('button', { name: 'Changer d’offre' }).click()
  await expect(page.getByText('Essentiel 1').first()).toBeVisible()
  await expect(state(page)).toHaveText('arrêté')

  await button(page, 'Démarrer').click()
  await expect(state(page)).toHaveText('en marche')
  await openTab(page, 'Historique et coût')
  await button(page, 'Redémarrer').click()
  // The history keeps states that the page shows only briefly.
  await expect(page.getByRole('cell', { name: 'redémarrage' }).first()).toBeVisible()
  await expect(state(page)).toHaveText('en marche')

  await button(page, 'Renommer').click()
  await page.getByLabel('Nouveau nom').fill('accueil-mairie')
  await page.getByRole('dialog').getByRole('button', { name: 'Renommer' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'accueil-mairie' })).toBeVisible()

  await openTab(page, 'Vue d’ensemble')
  await button(page, 'Étiquettes').click()
  await page.getByLabel('Clé').fill('service')
  await page.getByLabel('Valeur').fill('accueil')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(page.getByText(/service\s*:?\s*accueil/).first()).toBeVisible()

  await page.goto(address(organisation, 'audit'))
  for (const what of [/arrêt/i, /offre/i, /démarrage/i, /nom|renomm/i, /étiquette/i]) {
    await expect(page.getByRole('row').filter({ hasText: what }).first()).toBeVisible()
  }
  // Each line has the server's current name and links to it.
  const stop = page.getByRole('row').filter({ hasText: 'Arrêt demandé' }).first()
  await stop.getByRole('link', { name: 'accueil-mairie' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'accueil-mairie' })).toBeVisible()
})

test('deletion is refused while protected, requires the name, and can be undone', async ({ page }) => {
  const organisation = await makeOrganisation()
  const estate = await openEstate(page, organisation, { instances: 1, volumes: 0 })
  const name = await openFirst(page, organisation, estate)
  await button(page, 'Protéger').click()
  await expect(button(page, 'Supprimer le serveur')).toHaveAttribute('aria-disabled', 'true')
  await expect(button(page, 'Supprimer le serveur')).toHaveAccessibleDescription(/protection .* est active/)
  const dialog = page.getByRole('dialog')
  await expect(button(page, 'Lever la protection'), 'the same button, with another label').toBeFocused()
  await button(page, 'Lever la protection').click()
  await dialog.getByRole('button', { name: 'Lever la protection' }).click()
  await expect(dialog).toBeHidden()
  await expect(button(page, 'Protéger')).toBeFocused()
  await button(page, 'Supprimer le serveur').click()
  await expect(dialog.getByRole('button', { name: 'Supprimer' })).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByLabel(/^Pour confirmer/).fill(name)
  await dialog.getByRole('button', { name: 'Supprimer' }).click()
  await expect(state(page)).toHaveText('supprimé')
  await button(page, 'Restaurer').click()
  await expect(state(page)).toHaveText('arrêté')
})

test('an action in a session that is no longer fresh requires a code once, in its dialog', async ({
  page,
}) => {
  const organisation = await makeOrganisation()
  const estate = await openEstate(page, organisation, { instances: 1, volumes: 0 })
  const name = await openFirst(page, organisation, estate)
  await button(page, 'Protéger').click()
  await ageSessionsOf(organisation.owner)
  const dialog = page.getByRole('dialog')
  await button(page, 'Lever la protection').click()
  const lift = dialog.getByRole('button', { name: 'Lever la protection' })
  await lift.click()
  const proof = dialog.getByLabel(/^Code de votre application/)
  await expect(lift).toHaveAttribute('aria-disabled', 'true')
  await proof.fill('000000')
  await lift.click()
  await expect(dialog.getByText('Ce code n’est pas le bon', { exact: false })).toBeVisible()
  await proof.fill(await demonstrationCodeOf(organisation.owner))
  await lift.click()
  await expect(dialog).toBeHidden()
  await button(page, 'Supprimer le serveur').click()
  await dialog.getByLabel(/^Pour confirmer/).fill(name)
  await dialog.getByRole('button', { name: 'Supprimer' }).click()
  await expect(dialog).toBeHidden()
  await expect(state(page)).toHaveText('supprimé')
})

test('a form in a session that is no longer fresh requires a code in place, and keeps its inputs', async ({
  page,
}) => {
  const organisation = await makeOrganisation()
  await signIn(page.context(), organisation.owner)
  await page.goto(address(organisation, 'settings'))
  await ageSessionsOf(organisation.owner)
  const email = page.getByLabel('Courriel de réception')
  await email.fill('compta@nulle-part.example')
  const save = page.getByRole('button', { name: 'Enregistrer' })
  await save.click()
  const proof = page.getByLabel(/^Code de votre application/)
  await proof.fill('000000')
  await save.click()
  await expect(page.getByText('Ce code n’est pas le bon', { exact: false }).first()).toBeVisible()
  await proof.fill(await demonstrationCodeOf(organisation.owner))
  await save.click()
  await expect(proof).toBeHidden()
  await page.reload()
  await expect(email).toHaveValue('compta@nulle-part.example')
})

test('a person without a second factor must enter the password to delete a volume', async ({ page }) => {
  const organisation = await makeOrganisation({ roles: ['technical'] })
  const { technical } = organisation.members
  if (!technical) throw new Error('no technical member')
  const estate = await orderEstate(organisation, { instances: 0, volumes: 1 })
  await signIn(page.context(), technical, { hasSecondFactor: false })
  await ageSessionsOf(technical)
  const [volume] = estate.volumes
  await page.goto(address(organisation, `volumes/${volume?.id}`))
  await button(page, 'Supprimer le volume').click()
  const dialog = page.getByRole('dialog')
  const remove = dialog.getByRole('button', { name: 'Supprimer' })
  await dialog.getByLabel(/^Pour confirmer/).fill(volume?.name ?? '')
  await remove.click()
  await dialog.getByLabel('Votre mot de passe').fill(testPassword)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(state(page)).toHaveText('supprimé')
})

test('a volume is attached and detached from the page of its server', async ({ page }) => {
  const organisation = await makeOrganisation()
  const estate = await openEstate(page, organisation, { instances: 1, volumes: 1 })
  await openFirst(page, organisation, estate)
  await openTab(page, 'Stockage')
  await button(page, 'Attacher').click()
  const volume = page.getByRole('listitem').filter({ hasText: 'disque' })
  await expect(volume).toContainText('attaché')
  await volume.getByRole('button', { name: 'Détacher' }).click()
  await expect(page.getByText(/^Aucun volume\./)).toBeVisible()
})

test('the list keeps its filters in the address', async ({ page }) => {
  const organisation = await makeOrganisation()
  await openEstate(page, organisation, { instances: 2, volumes: 0 })
  await page.goto(address(organisation, 'instances'))
  const rows = page.getByRole('table', { name: 'Serveurs' }).locator('tbody tr')
  await expect(rows).toHaveCount(2)
  await page.getByRole('combobox', { name: 'État' }).selectOption({ label: 'arrêté' })
  await expect(page).toHaveURL(/state=stopped/)
  await expect(page.getByText('Aucun serveur ne correspond')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Aucun serveur ne correspond')).toBeVisible()
  await page.getByRole('button', { name: 'Effacer les filtres' }).click()
  await expect(rows).toHaveCount(2)
  await page.getByRole('searchbox', { name: 'Nom, adresse ou référence' }).fill('web-2')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/q=web-2/)
  await expect(rows).toHaveCount(1)
})
