import { randomInt } from 'node:crypto'
import type { Page } from '@playwright/test'
import { openSimulator } from '~/lib/hypervisors/port/index'
import { newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import type { TestBuyer } from '~/testing/buyer'
import { sql, until } from './support/database'
import { demonstrationStaff } from './support/demonstration'
import { orderEstate, seedNames } from './support/estate'
import { fact, siteUrl } from './support/installation-facts'
import { ensureNetwork } from './support/networks'
import { openTab } from './support/server-page'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const networks = ({ organisationId }: TestBuyer) => `${siteUrl('portal')}/o/${organisationId}/networks`

test('a public address is reserved at a displayed price, attached to a server, and released', async ({
  page,
}) => {
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 1, volumes: 0 })
  const [server] = estate.instances
  await signIn(page.context(), organisation.owner)
  await page.goto(networks(organisation))
  const card = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Adresses publiques' }) })
  const dialog = page.getByRole('dialog')
  await expect(card).toContainText(/2,16\s€ par mois/)
  await button(page, 'Réserver une adresse').click()
  await expect(dialog).toContainText(/2,16\s€ HT par mois complet/)
  const paris = dialog.getByRole('option', { name: /Paris-Nord/ })
  await dialog.getByLabel('Zone').selectOption((await paris.getAttribute('value')) ?? '')
  await dialog.getByRole('button', { name: 'Réserver une adresse' }).click()
  await expect(dialog).toBeHidden()
  const row = card.getByRole('row', { name: /203\.0\.113\./ })
  await expect(row).toContainText('réservée')
  const address = (await row.textContent())?.match(/203\.0\.113\.\d+/)?.[0] ?? 'none'

  await button(page, `Attacher ${address} à un serveur`).click()
  await expect(dialog.getByLabel('Serveur')).toHaveValue(server?.id ?? '')
  await dialog.getByRole('button', { name: 'Attacher' }).click()
  await expect(dialog).toBeHidden()
  // A worker updates the hypervisor; the page refreshes.
  await expect(row).toContainText('attachée')
  await row.getByRole('link', { name: server?.name ?? '' }).click()
  await expect(page.getByRole('link', { name: address })).toBeVisible()

  await page.getByRole('link', { name: address }).click()
  await button(page, `Détacher ${address} de son serveur`).click()
  await expect(dialog).toContainText('reste réservée et facturée')
  await dialog.getByRole('button', { name: 'Détacher' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('réservée')
  await button(page, `Rendre ${address}`).click()
  await expect(dialog).toContainText('pourra être donnée à un autre client')
  await dialog.getByRole('button', { name: 'Rendre' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toHaveCount(0)
  const [usage] = await sql<{ open: number; all: number }[]>`
    select count(*) filter (where ended_at is null)::int as open, count(*)::int as all from usage_intervals
    where organisation_id = ${organisation.organisationId} and meter = 'public_address'`
  expect(usage).toEqual({ open: 0, all: 1 })
})

test('rules that could not be written are shown as not applied, until a write succeeds', async ({ page }) => {
  const organisation = await makeOrganisation()
  const networkId = newId('network')
  const databaseUrl = fact('SIMULATOR_DATABASE_URL')
  const simulator = openSimulator({ databaseUrl, installation: 'e2e', now: systemNow })
  // Five times, some seconds apart: long enough to be read.
  await simulator.setFault({
    name: 'error-500',
    operation: 'applyRules',
    resource: networkId,
    remaining: 5,
  })
  await simulator.close()
  await ensureNetwork(organisation.organisationId, 'LYS1', networkId)
  await signIn(page.context(), organisation.owner)
  await until('a write has failed', async () => {
    const [row] = await sql`
      select 1 from private_networks where id = ${networkId} and not_in_force_since is not null`
    return row
  })
  await page.goto(networks(organisation))
  await expect(page.getByText('Ces règles ne sont pas encore appliquées partout')).toBeVisible()
  await expect(page.getByText(/^Rien n’entre de l’extérieur/)).toHaveCount(0)
  // The page refreshes by itself.
  await expect(page.getByText('règles appliquées', { exact: true })).toBeVisible({ timeout: 90_000 })
  await expect(page.getByText(/^Rien n’entre de l’extérieur/)).toBeVisible()
})

test('an operator adds a range of public addresses to a zone, gets an error for an invalid one, and removes it', async ({
  page,
}) => {
  await signIn(page.context(), await demonstrationStaff('capacite@andromede.example'))
  const zoneId = (await seedNames()).zones.get('LIL1')
  const range = `198.19.${randomInt(0, 256)}.${4 * randomInt(0, 64)}/30`
  await page.goto(`${siteUrl('operator')}/operator/inventory/zones/${zoneId}`)
  const dialog = page.getByRole('dialog')
  await button(page, 'Ajouter une plage').click()
  await dialog.getByLabel('Plage IPv4').fill('192.168.1.0/24')
  await dialog.getByRole('button', { name: 'Ajouter une plage' }).click()
  await expect(dialog.getByText('Ces adresses ne sont pas publiques.').first()).toBeVisible()
  await dialog.getByLabel('Plage IPv4').fill('192.0.2.8/30')
  await dialog.getByRole('button', { name: 'Ajouter une plage' }).click()
  await expect(dialog.getByText(/contient déjà une de ces adresses/).first()).toBeVisible()
  await dialog.getByLabel('Plage IPv4').fill(range)
  await dialog.getByRole('button', { name: 'Ajouter une plage' }).click()
  await expect(dialog).toBeHidden()
  const line = page.getByRole('listitem').filter({ hasText: range })
  await expect(line).toContainText('2 libres')
  await button(page, `Retirer la plage ${range}`).click()
  await dialog.getByRole('button', { name: 'Retirer' }).click()
  await expect(line).toHaveCount(0)
})

test('a server stopped outside the product is repaired, and the operator sees the drift', async ({
  page,
}) => {
  const organisation = await makeOrganisation()
  const { instances } = await orderEstate(organisation, { instances: 1, volumes: 0 })
  const id = instances[0]?.id ?? ''
  await sql`update simulator.instances set power = 'stopped' where resource_id = ${id}`
  await sql`update zone_comparisons set turn_at = turn_at - interval '1 hour'
    where zone_id = (select zone_id from instances where id = ${id})`
  await until('the stop is found and put right', async () => {
    const [row] = await sql<{ state: string }[]>`select state from drifts where subject = ${id}`
    return row?.state === 'healed'
  })
  await signIn(page.context(), await demonstrationStaff('capacite@andromede.example'))
  await page.goto(`${siteUrl('operator')}/operator/drifts`)
  const row = page.getByRole('row').filter({ hasText: id })
  await expect(row).toContainText('État de marche différent')
  await expect(row).toContainText('arrêté')
  await expect(row).toContainText('PAR1')
  await expect(row.getByText('corrigé')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Dernières comparaisons' })).toContainText('Paris-Nord')
})

test('a server is connected to a further network from its page, and disconnected from it', async ({
  page,
}) => {
  const organisation = await makeOrganisation()
  const { instances } = await orderEstate(organisation, { instances: 1, volumes: 0 })
  const [server] = instances
  await signIn(page.context(), organisation.owner)
  await page.goto(networks(organisation))
  const dialog = page.getByRole('dialog')
  await button(page, 'Créer un réseau').click()
  await dialog.getByLabel('Nom').fill('arrière')
  const paris = dialog.getByRole('option', { name: /Paris-Nord/ })
  await dialog.getByLabel('Zone').selectOption((await paris.getAttribute('value')) ?? '')
  await dialog.getByLabel('Plage').fill('172.21.4.0/24')
  await dialog.getByRole('button', { name: 'Créer', exact: true }).click()
  await expect(dialog).toBeHidden()

  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/instances/${server?.id}?tab=network`)
  const card = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Réseaux privés', exact: true }) })
  await expect(card).toContainText('adresses publiques')
  await button(page, 'Connecter à un réseau').click()
  await expect(dialog).toContainText('UseRoutes=no')
  await dialog.getByLabel('Adresse privée').fill('172.21.4.2')
  await dialog.getByRole('button', { name: 'Connecter', exact: true }).click()
  await expect(
    dialog.getByText('Choisissez une adresse entre 172.21.4.10 et 172.21.4.253.').first(),
  ).toBeVisible()
  await dialog.getByLabel('Adresse privée').fill('172.21.4.40')
  await dialog.getByRole('button', { name: 'Connecter', exact: true }).click()
  await expect(dialog).toBeHidden()
  const line = card.getByRole('listitem').filter({ hasText: 'arrière' })
  await expect(line).toContainText('172.21.4.40')
  await expect(line.getByText('connexion en cours')).toHaveCount(0)

  await page.goto(networks(organisation))
  await expect(page.getByText('carte supplémentaire')).toBeVisible()
  await page.getByRole('listitem').filter({ hasText: '172.21.4.40' }).getByRole('link').click()
  await openTab(page, 'Réseau')
  await button(page, 'Déconnecter du réseau arrière').click()
  await dialog.getByRole('button', { name: 'Déconnecter' }).click()
  await expect(dialog).toBeHidden()
  await expect(line).toHaveCount(0)
})

test('two networks are peered, drawn so on the map, and parted', async ({ page }) => {
  const organisation = await makeOrganisation()
  await signIn(page.context(), organisation.owner)
  await page.goto(networks(organisation))
  const dialog = page.getByRole('dialog')
  for (const [name, range] of [
    ['avant', '172.22.1.0/24'],
    ['arrière', '172.22.2.0/24'],
  ] as const) {
    await button(page, 'Créer un réseau').click()
    await dialog.getByLabel('Nom').fill(name)
    const paris = dialog.getByRole('option', { name: /Paris-Nord/ })
    await dialog.getByLabel('Zone').selectOption((await paris.getAttribute('value')) ?? '')
    await dialog.getByLabel('Plage').fill(range)
    await dialog.getByRole('button', { name: 'Créer', exact: true }).click()
    await expect(dialog).toBeHidden()
  }
  await button(page, /^Appairer le réseau avant/).click()
  await expect(dialog.getByLabel('Réseau')).toContainText('172.22.2.0/24')
  await dialog.getByRole('button', { name: 'Appairer', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(/^arrière · .* · 172\.22\.2\.0\/24$/)).toBeVisible()
  await expect(page.getByText('règles appliquées', { exact: true })).toHaveCount(2, { timeout: 60_000 })

  await page.getByRole('link', { name: 'Voir le plan' }).click()
  await expect(page.getByRole('row', { name: /^avant/ })).toContainText('arrière')
  await page.goto(networks(organisation))
  await button(page, /^Supprimer le réseau avant/).click()
  await dialog.getByRole('button', { name: 'Supprimer' }).click()
  await expect(dialog).toContainText('terminez d’abord l’appairage')
  await page.keyboard.press('Escape')
  await button(page, 'Terminer l’appairage avec arrière').click()
  await dialog.getByRole('button', { name: 'Terminer' }).click()
  await expect(dialog).toBeHidden()
  await expect(button(page, 'Terminer l’appairage avec arrière')).toHaveCount(0)
})
