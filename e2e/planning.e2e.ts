import { sql } from './support/database'
import { dedicatedHosts, gatherOn, hostOf } from './support/dedicated-hosts'
import { demonstrationStaff } from './support/demonstration'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const operator = (rest: string) => `${siteUrl('operator')}/operator${rest}`
const portal = (rest: string) => `${siteUrl('portal')}${rest}`

test('a host is drained as planned, its customer chooses the time, and it returns to service', async ({
  page,
  context,
}) => {
  const organisation = await makeOrganisation()
  const { instances } = await orderEstate(organisation, { instances: 2, volumes: 0 })
  const { a: first, b: second } = await dedicatedHosts(organisation, ['a', 'b'])
  await gatherOn(organisation, instances, first.id)

  await signIn(context, await demonstrationStaff('capacite@andromede.example'))
  await page.goto(operator(`/inventory/hosts/${first.id}`))
  await page.getByRole('link', { name: 'Vider…' }).click()
  await expect(page.getByText('Ceci est un essai à blanc')).toBeVisible()
  const moves = page.getByRole('table', { name: 'Serveurs' })
  await expect(moves.getByRole('row')).toHaveCount(3)
  await expect(moves.getByRole('link', { name: second.name })).toHaveCount(2)
  expect(await hostOf(instances[0]?.id ?? '')).toBe(first.id)

  await page.getByRole('button', { name: `Vider ${first.name}` }).click()
  await page.getByLabel('Motif').fill('Remplacement d’une alimentation')
  await page.getByLabel('Début').selectOption({ index: 1 })
  await page.getByLabel('Fenêtre').selectOption('4')
  await page.getByRole('button', { name: 'Lancer le vidage' }).click()
  await expect(page.getByText('0 déplacé sur 2')).toBeVisible()
  const address = page.url()

  await signIn(context, organisation.owner)
  await page.goto(portal(`/o/${organisation.organisationId}/moves`))
  await expect(page.getByText('Remplacement d’une alimentation')).toHaveCount(2)
  const slot = page.getByLabel(`Heure du déplacement de ${instances[0]?.name}`, { exact: true })
  await slot.selectOption({ index: 2 })
  await expect(page.getByText(`L’heure de ${instances[0]?.name} est retenue.`)).toBeVisible()
  await page.reload()
  await expect(slot).not.toHaveValue('any')

  // Instead of waiting for the night: open the window by hand, and withdraw the choice.
  await slot.selectOption('any')
  await expect(page.getByText(`L’heure de ${instances[0]?.name} est retenue.`)).toBeVisible()
  const relocationId = address.split('/').at(-1) ?? ''
  await sql`update relocations set starts_at = now() where id = ${relocationId}`
  await page.goto(address)
  await expect(page.getByText('2 déplacés sur 2')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('heading', { level: 1 }).locator('..').getByText('terminé')).toBeVisible()
  for (const { id } of instances) expect(await hostOf(id)).toBe(second.id)
  await page.goto(operator(`/inventory/hosts/${first.id}`))
  await expect(page.getByText('en maintenance').first()).toBeVisible()
})

test('the effects of losing a rack, of an order and of more hosts are computed without side effects', async ({
  page,
  context,
}) => {
  await signIn(context, await demonstrationStaff('capacite@andromede.example'))
  const [zone] = await sql<{ id: string }[]>`select id from zones where code = 'LYS1'`
  // Only the demonstration's: other tests order there meanwhile.
  const claims = () =>
    sql`select a.id, a.host_id, a.state from allocations a
      left join organisations o on o.id = a.organisation_id
      where a.zone_id = ${zone?.id ?? ''} and coalesce(o.legal_name, '') not like '%d’Essai%' order by a.id`
  const before = await claims()
  expect(before.length).toBeGreaterThan(0)
  await page.goto(operator(`/inventory/zones/${zone?.id}/plan?what=lose`))
  await page.getByLabel('Baie ou rangée').selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Calculer' }).click()
  await expect(page.getByText(/replacés\./)).toBeVisible()
  await page.getByRole('link', { name: 'Accepter une commande' }).click()
  await page.getByLabel('Offre').selectOption({ index: 1 })
  await page.getByLabel('Quantité').fill('3')
  await page.getByLabel('Séparation').selectOption('host')
  await page.getByRole('button', { name: 'Calculer' }).click()
  await expect(page.getByText('Placée sur 3 hôtes')).toBeVisible()
  await page.getByRole('link', { name: 'Ajouter des hôtes' }).click()
  await page.getByLabel('Modèle d’hôte').selectOption({ index: 1 })
  await page.getByLabel('Nombre d’hôtes').fill('4')
  await page.getByRole('button', { name: 'Calculer' }).click()
  await expect(page.getByText(/^4 hôtes .* de plus$/)).toBeVisible()
  expect(await claims()).toEqual(before)
  await page.goto(operator(`/inventory/zones/${zone?.id}/forecast`))
  await expect(page.getByRole('heading', { level: 1, name: 'Prévision de capacité' })).toBeVisible()
  await expect(
    page.getByRole('meter', { name: 'vCPU' }).or(page.getByRole('img', { name: /^vCPU/ })),
  ).toBeVisible()
})
