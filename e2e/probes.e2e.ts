import { sql, until } from './support/database'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

test('a server is probed as its customer chose, and the results are shown', async ({ page }) => {
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 1, volumes: 0 })
  await signIn(page.context(), organisation.owner)
  const [server] = estate.instances
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/instances/${server?.id}?tab=metrics`)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const dialog = page.getByRole('dialog')

  await button('Ajouter une sonde').click()
  await dialog.getByLabel('Nom').fill('accueil')
  await dialog.getByRole('button', { name: 'Ajouter une sonde' }).click()
  await expect(dialog).toBeHidden()
  const row = page.getByRole('list', { name: 'Sondes' }).getByRole('listitem')
  await expect(row).toContainText('HTTP 80')
  await until('it was asked', async () => {
    const [probe] = await sql`select reading from instance_probes where instance_id = ${server?.id ?? ''}`
    return probe?.reading === 'up'
  })
  await page.reload()
  await expect(row).toContainText('Répond')

  // A port without a listener, instead of the previous probe.
  await button('Modifier la sonde « accueil »').click()
  await dialog.getByLabel('Protocole').selectOption('tcp')
  await dialog.getByLabel('Port').fill('2222')
  await dialog.getByLabel('Alerter après').fill('1')
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('TCP 2222')
  await until('it failed', async () => {
    const [probe] = await sql`select alerted_at from instance_probes where instance_id = ${server?.id ?? ''}`
    return probe?.alerted_at !== null
  })
  await page.reload()
  await expect(row).toContainText('En alerte')

  await button('Supprimer la sonde « accueil »').click()
  await dialog.getByRole('button', { name: 'Supprimer' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(/^Aucune sonde\./)).toBeVisible()
})
