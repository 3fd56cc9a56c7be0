import { sql } from './support/database'
import { dedicatedHosts } from './support/dedicated-hosts'
import { demonstrationStaff } from './support/demonstration'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const operator = (rest: string) => `${siteUrl('operator')}/operator${rest}`

test('a host put to maintenance with a reason receives nothing new', async ({ page, context }) => {
  await signIn(context, await demonstrationStaff('capacite@andromede.example'))
  await page.goto(operator('/inventory'))
  await expect(page.getByRole('heading', { level: 1, name: 'Inventaire' })).toBeVisible()
  const organisation = await makeOrganisation()
  // The emptiest host of the zone, which spreads: in service, it would be among the first to take the next order.
  const { a: host } = await dedicatedHosts(organisation, ['a'], { memoryMib: 4_194_304 })
  await page.goto(operator(`/inventory/hosts/${host.id}`))
  await expect(page.getByRole('heading', { level: 1, name: host.name })).toBeVisible()
  await page.getByRole('radio', { name: /^en maintenance/ }).check()
  await page.getByLabel('Motif').fill('Remplacement d’un ventilateur')
  await page.getByRole('button', { name: 'Changer l’état' }).click()
  await expect(page.getByText('État changé')).toBeVisible()
  // Next to the state, and in the history.
  await expect(page.getByText(/Remplacement d’un ventilateur/).first()).toBeVisible()

  await orderEstate(organisation, { instances: 8, volumes: 0 })
  const [placed] = await sql<{ n: number }[]>`
    select count(*)::int as n from allocations where host_id = ${host.id}`
  expect(placed?.n).toBe(0)
  await page.reload()
  await page.getByRole('radio', { name: /^en service/ }).check()
  await page.getByLabel('Motif').fill('Ventilateur remplacé')
  await page.getByRole('button', { name: 'Changer l’état' }).click()
  await expect(page.getByText('État changé')).toBeVisible()
})

test('a rack and its host are added, moved to their unit and shown there; a conflict is reported', async ({
  page,
  context,
}) => {
  await signIn(context, await demonstrationStaff('capacite@andromede.example'))
  const [zone] = await sql<{ id: string }[]>`select id from zones where code = 'LIL1'`
  await page.goto(operator(`/inventory/zones/${zone?.id}`))
  const suffix = crypto.randomUUID().slice(0, 6)
  await page.getByRole('button', { name: 'Ajouter une baie' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Nom de la baie').fill(`e-${suffix}`)
  await dialog.getByRole('combobox', { name: 'Salle' }).selectOption({ index: 0 })
  await dialog.getByLabel(/^Rangée/).fill('B')
  await dialog.getByRole('button', { name: 'Ajouter' }).click()
  await expect(dialog).toBeHidden()
  const [rack] = await sql<{ id: string }[]>`select id from racks where name = ${`e-${suffix}`}`
  await page.goto(operator(`/inventory/racks/${rack?.id}`))
  await expect(page.getByText('Cette baie est vide')).toBeVisible()

  const add = async (name: string, unit: string) => {
    await page.getByRole('button', { name: 'Ajouter un hôte' }).click()
    await dialog.getByLabel('Nom', { exact: true }).fill(name)
    await dialog.getByLabel('Génération').fill('G3, 2025')
    await dialog.getByLabel(/^Unité la plus basse/).fill(unit)
    // Too small for any server, and it stays: open pages of other tests prefetch the listed items.
    await dialog.getByLabel('Processeurs physiques').fill('1')
    await dialog.getByLabel('Mémoire, Gio').fill('1')
    await dialog.getByLabel('Disque local, Go').fill('1')
    await dialog.getByRole('button', { name: 'Ajouter' }).click()
  }
  await add(`e-${suffix}-1`, '12')
  await expect(dialog).toBeHidden()
  await expect(page.getByText('U13–42')).toBeVisible()
  await add(`e-${suffix}-2`, '12')
  await expect(dialog.getByText(`e-${suffix}-1 occupe déjà une de ces unités.`).first()).toBeVisible()
  await dialog.getByLabel(/^Unité la plus basse/).fill('14')
  await dialog.getByRole('button', { name: 'Ajouter' }).click()
  await expect(dialog).toBeHidden()

  await page.getByRole('link', { name: `e-${suffix}-2` }).click()
  // The rack's page has such a button too.
  await expect(page.getByRole('heading', { level: 1, name: `e-${suffix}-2` })).toBeVisible()
  await page.getByRole('button', { name: 'Modifier' }).click()
  await dialog.getByLabel(/^Unité la plus basse/).fill('13')
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Hôte modifié')).toBeVisible()
  await page
    .getByRole('link', { name: `Baie e-${suffix}`, exact: false })
    .first()
    .click()
  await expect(page.getByText('U14–42')).toBeVisible()
})

test('support finds an operation and each of its steps, and sees no failed jobs', async ({
  page,
  context,
}) => {
  const estate = await orderEstate(await makeOrganisation(), { instances: 1, volumes: 0 })
  await signIn(context, await demonstrationStaff('support@andromede.example'))
  await page.goto(operator('/sagas'))
  await page.getByRole('searchbox').fill(estate.sagaId)
  await page.keyboard.press('Enter')
  // Until the search responds, the list also shows the operations of other tests.
  await expect(page).toHaveURL(new RegExp(`q=${estate.sagaId}`))
  const own = page.getByRole('row').filter({ has: page.locator(`a[href$="${estate.sagaId}"]`) })
  await own.filter({ hasText: 'Réussie' }).getByRole('link').first().click()
  await expect(page).toHaveURL(new RegExp(`/sagas/${estate.sagaId}$`))
  await expect(page.getByText('Serveur créé')).toBeVisible()
  await expect(page.getByText('Joignable')).toBeVisible()
  await page.goto(operator('/jobs'))
  await expect(page.getByRole('heading', { level: 1, name: 'Tâches en échec' })).toBeVisible()
  const workers = page.getByRole('table', { name: 'Processus de fond' })
  await expect(workers.getByText('En marche').first()).toBeVisible()
})

test('an auditor sees everything and can change nothing', async ({ page, context }) => {
  await signIn(context, await demonstrationStaff('audit@andromede.example'))
  const [host] = await sql<{ id: string }[]>`select id from hosts order by name limit 1`
  await page.goto(operator(`/inventory/hosts/${host?.id}`))
  await expect(page.getByText('Votre rôle permet de voir l’inventaire, pas de le changer.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Changer l’état' })).toHaveCount(0)
  await page.goto(operator('/moderation'))
  const accept = page.getByRole('button', { name: /^Accepter/ })
  await expect(accept).toHaveAttribute('aria-disabled', 'true')
  await expect(accept).toHaveAccessibleDescription(/lire, pas de décider/)
})
