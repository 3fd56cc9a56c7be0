import type { Page } from '@playwright/test'
import type { TestBuyer } from '~/testing/buyer'
import { sql } from './support/database'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const at = ({ organisationId }: TestBuyer, path: string) => `${siteUrl('portal')}/o/${organisationId}${path}`
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })

/** Names of servers begin with one another: `web`, `web-2`. */
const named = (name: string) => new RegExp(`^${name}\\s`)

/** Presses a key on an element that has the focus, as a person without a pointer does. */
async function press(page: Page, role: 'link' | 'button' | 'checkbox', name: string | RegExp, key = 'Enter') {
  const element = page.getByRole(role, { name })
  await element.focus()
  await page.keyboard.press(key)
}

test('a load balancer is ordered, follows its servers, is changed and deleted, by keyboard', async ({
  page,
}) => {
  const organisation = await makeOrganisation()
  const { instances } = await orderEstate(organisation, { instances: 2, volumes: 0 })
  const [first, second] = instances
  if (!first || !second) throw new Error('two servers are ordered')
  await signIn(page.context(), organisation.owner)
  await page.goto(at(organisation, '/balancers'))
  await expect(page.getByText('Aucun répartiteur de charge')).toBeVisible()
  await press(page, 'link', 'Commander un répartiteur')

  await expect(page.getByLabel('Nom')).toHaveValue('front')
  const pool = page.getByRole('status').filter({ hasText: 'Dans le groupe maintenant' })
  await expect(pool).toContainText('(0)')
  await press(page, 'checkbox', named(first.name), 'Space')
  await press(page, 'checkbox', named(second.name), 'Space')
  await expect(pool).toContainText('(2)')
  await expect(pool).toContainText(`${first.name}, ${second.name}`)

  // A refusal is at its field, and what was chosen stays.
  await press(page, 'button', 'Ajouter un port')
  const ports = page.getByLabel('Port', { exact: true })
  await ports.nth(1).fill('80')
  await press(page, 'button', /^Commander · /)
  await expect(ports.nth(1)).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText('Ce port d’écoute figure deux fois.').first()).toBeVisible()
  await expect(pool).toContainText('(2)')
  await press(page, 'button', 'Retirer l’écoute 2, port 80')
  await expect(ports).toHaveCount(1)
  await expect(button(page, /^Commander · .* HT par mois$/)).toBeVisible()
  await press(page, 'button', /^Commander · /)

  await page.waitForURL(/\/orders\//)
  await press(page, 'link', 'Ouvrir le répartiteur')
  await expect(page.getByRole('heading', { level: 1, name: 'front' })).toBeVisible()
  await expect(page.getByText('en service', { exact: true }).first()).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('2 sur 2')).toBeVisible()
  const servers = page.getByRole('table', { name: 'Serveurs du groupe' })
  await expect(servers.getByRole('row', { name: named(first.name) })).toContainText('répond')

  // A server that is stopped gets no more connections, which its page announces, and the page gives the reason.
  const balancerPage = page.url()
  const dialog = page.getByRole('dialog')
  await page.goto(at(organisation, `/instances/${second.id}`))
  await button(page, 'Arrêter').press('Enter')
  await expect(dialog).toContainText('Le répartiteur de charge front cesse d’abord de lui envoyer')
  await dialog.getByRole('button', { name: 'Arrêter' }).press('Enter')
  await expect(dialog).toHaveCount(0)
  await page.goto(balancerPage)
  const stopped = servers.getByRole('row', { name: named(second.name) })
  await expect(stopped).toContainText('ne répond pas', { timeout: 60_000 })
  await expect(stopped).toContainText(/Serveur\s: arrêté/)
  await expect(page.getByText('en service, réduit')).toBeVisible()

  await press(page, 'link', 'Modifier les réglages')
  await press(page, 'checkbox', named(second.name), 'Space')
  await expect(pool).toContainText('(1)')
  await press(page, 'button', 'Enregistrer')
  await expect(servers.getByRole('row', { name: named(second.name) })).toHaveCount(0)
  await expect(page.getByText('1 sur 1')).toBeVisible({ timeout: 60_000 })

  await button(page, 'Renommer').press('Enter')
  await dialog.getByLabel('Nouveau nom').fill('accueil')
  await dialog.getByRole('button', { name: 'Renommer' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'accueil' })).toBeVisible()

  // The other pages know it.
  await page.goto(at(organisation, '/networks/map'))
  const line = page.getByRole('row', { name: /accueil/ })
  await expect(line).toContainText(`répartit vers ${first.name}`)
  await page.goto(at(organisation, `/instances/${first.id}`))
  await button(page, 'Redémarrer').press('Enter')
  await expect(dialog).toContainText('Le répartiteur de charge accueil n’a aucun autre serveur qui réponde')
  await dialog.getByRole('button', { name: 'Annuler' }).press('Enter')
  await page.getByRole('link', { name: 'Réseau', exact: true }).press('Enter')
  await page.getByRole('link', { name: 'accueil', exact: true }).press('Enter')

  await button(page, 'Supprimer le répartiteur').press('Enter')
  await expect(dialog).toContainText('plus rien ne répond à 203.0.113.')
  await dialog.getByRole('textbox').fill('accueil')
  await dialog.getByRole('button', { name: 'Supprimer' }).press('Enter')
  await expect(page.getByText('Ce répartiteur est supprimé')).toBeVisible({ timeout: 60_000 })
  await page.goto(at(organisation, '/balancers'))
  await expect(page.getByText('Aucun répartiteur de charge')).toBeVisible()
  await page.goto(at(organisation, '/networks'))
  const addresses = page.getByRole('table', { name: 'Adresses publiques' })
  await expect(addresses.getByRole('row', { name: /203\.0\.113\./ })).toContainText('réservée')
  const [usage] = await sql<{ open: number; all: number }[]>`
    select count(*) filter (where ended_at is null)::int as open, count(*)::int as all from usage_intervals
    where organisation_id = ${organisation.organisationId} and meter = 'load_balancer'`
  expect(usage).toEqual({ open: 0, all: 1 })
})
