import type { Page } from '@playwright/test'
import type { TestBuyer } from '~/testing/buyer'
import { sql } from './support/database'
import { demonstrationStaff } from './support/demonstration'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const domain = 'cloud.andromede.example'
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const cardOf = (page: Page, title: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

/** Reserves an address in the zone of the server and attaches it, as a member does. */
async function attachAddress(page: Page, organisation: TestBuyer): Promise<string> {
  const dialog = page.getByRole('dialog')
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/networks`)
  await button(page, 'Réserver une adresse').click()
  const paris = dialog.getByRole('option', { name: /Paris-Nord/ })
  await dialog.getByLabel('Zone').selectOption((await paris.getAttribute('value')) ?? '')
  await dialog.getByRole('button', { name: 'Réserver une adresse' }).click()
  await expect(dialog).toBeHidden()
  const row = cardOf(page, 'Adresses publiques').getByRole('row', { name: /203\.0\.113\./ })
  const address = (await row.textContent())?.match(/203\.0\.113\.\d+/)?.[0] ?? 'none'
  await button(page, `Attacher ${address} à un serveur`).click()
  await dialog.getByRole('button', { name: 'Attacher' }).click()
  await expect(dialog).toBeHidden()
  return address
}

test('a server with a public address gets a name, the customer adds one, and all of them go with the address', async ({
  page,
}) => {
  const organisation = await makeOrganisation()
  const { instances } = await orderEstate(organisation, { instances: 1, volumes: 0 })
  const [server] = instances
  if (!server) throw new Error('no server')
  await signIn(page.context(), organisation.owner)
  const address = await attachAddress(page, organisation)
  const dialog = page.getByRole('dialog')
  const names = cardOf(page, 'Noms')
  const own = names.getByRole('row').filter({ hasText: server.name }).first()
  await expect(own).toContainText('publié')
  await expect(own).toContainText(address)
  const [zone] = await sql<{ label: string }[]>`
    select label from name_zones where organisation_id = ${organisation.organisationId}`
  const inZone = (label: string) => `${label}.${zone?.label}.${domain}`

  await button(page, 'Ajouter un nom').click()
  await dialog.getByLabel(/^Nom/).fill('www.ailleurs.example')
  await dialog.getByRole('button', { name: 'Ajouter' }).click()
  await expect(dialog.getByText(/hors de la zone/).first()).toBeVisible()
  await dialog.getByLabel(/^Nom/).fill('www')
  await dialog.getByRole('button', { name: 'Ajouter' }).click()
  await expect(dialog).toBeHidden()
  await expect(names.getByRole('row', { name: inZone('www') })).toContainText('publié')

  const reverse = names.getByRole('row').filter({ has: page.getByRole('rowheader', { name: address }) })
  await expect(reverse).toContainText('le nom de son serveur')
  await button(page, `Modifier le nom inverse de ${address}`).click()
  await dialog.getByLabel(/^Nom inverse/).fill(inZone('absent'))
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(dialog.getByText(/n’est pas un de vos noms/).first()).toBeVisible()
  await dialog.getByLabel(/^Nom inverse/).fill(inZone('www'))
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(dialog).toBeHidden()
  await expect(reverse).toContainText('votre choix')
  await expect(reverse).toContainText(inZone('www'))

  const [held] = await sql<{ address6: string }[]>`
    select address6 from private_addresses where instance_id = ${server.id}`
  const address6 = held?.address6 ?? 'none'
  const reverse6 = names.getByRole('row').filter({ has: page.getByRole('rowheader', { name: address6 }) })
  await expect(reverse6).toContainText('le nom de son serveur')
  await button(page, `Modifier le nom inverse de ${address6}`).click()
  await dialog.getByLabel(/^Nom inverse/).fill(inZone('www'))
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(dialog.getByText(new RegExp(`mène à ${address}, non à ${address6}`)).first()).toBeVisible()
  await dialog.getByLabel(/^Nom inverse/).fill(inZone(server.name))
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(dialog).toBeHidden()
  await expect(reverse6).toContainText('votre choix')

  await own.getByRole('link', { name: server.name }).click()
  await expect(page.getByText('Son nom dans le DNS.')).toBeVisible()
  await page.goBack()
  await button(page, `Détacher ${address} de son serveur`).click()
  await dialog.getByRole('button', { name: 'Détacher' }).click()
  await expect(dialog).toBeHidden()
  await button(page, `Rendre ${address}`).click()
  await dialog.getByRole('button', { name: 'Rendre' }).click()
  await expect(dialog).toBeHidden()
  await expect(names.getByRole('row', { name: inZone('www') })).toHaveCount(0)
  // The worker has withdrawn every name, and the address is free again.
  await expect
    .poll(async () => {
      const [row] = await sql<{ named: boolean }[]>`select app.is_address_named(${address}) as named`
      return row?.named
    })
    .toBe(false)
})

test('the operator sees the DNS server, and what differs', async ({ page }) => {
  await signIn(page.context(), await demonstrationStaff('capacite@andromede.example'))
  await page.goto(`${siteUrl('operator')}/operator/names`)
  await expect(page.getByText('Serveur DNS simulé')).toBeVisible()
  await expect(page.getByText(domain, { exact: true })).toBeVisible()
  await button(page, 'Modifier').click()
  await expect(page.getByRole('dialog').getByLabel(/^Domaine/)).toHaveValue(domain)
})
