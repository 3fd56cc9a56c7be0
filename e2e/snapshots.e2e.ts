import type { Page } from '@playwright/test'
import { sql } from './support/database'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { openTab } from './support/server-page'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('a volume’s snapshot is taken at a displayed price, restored, and deleted', async ({ page }) => {
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 1, volumes: 1 })
  await signIn(page.context(), organisation.owner)
  const [volume] = estate.volumes
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/volumes/${volume?.id}`)
  const state = page.getByRole('status').filter({ hasText: /disponible|restauration|attaché/ })
  const dialog = page.getByRole('dialog')

  await button(page, 'Prendre un instantané').click()
  await expect(dialog).toContainText(/L’instantané coûte 3,80\s€ HT par mois/)
  await dialog.getByLabel('Nom').fill('avant mise à jour')
  await dialog.getByRole('button', { name: 'Prendre un instantané' }).click()
  await expect(dialog).toBeVisible()
  await dialog.getByLabel('Nom').fill('avant-mise-a-jour')
  await dialog.getByRole('button', { name: 'Prendre un instantané' }).click()
  await expect(dialog).toBeHidden()
  const row = page.getByRole('table', { name: 'Instantanés' }).getByRole('row', { name: /avant-mise-a-jour/ })
  await expect(button(page, 'Restaurer avant-mise-a-jour')).not.toHaveAttribute('aria-disabled', 'true')
  await expect(row).toContainText('3,80')
  await expect(page.getByRole('cell', { name: 'Instantané · avant-mise-a-jour' })).toBeVisible()

  // Attached, it shows why it cannot be restored; detached, it can.
  await button(page, 'Attacher').click()
  await expect(state).toHaveText('attaché')
  await expect(button(page, 'Restaurer avant-mise-a-jour')).toHaveAccessibleDescription(/détachez-le d’abord/)
  await button(page, 'Détacher').click()
  await expect(state).toHaveText('disponible')
  await button(page, 'Restaurer avant-mise-a-jour').click()
  await expect(dialog).toContainText('Ce qui y a été écrit depuis est perdu')
  await dialog.getByLabel(/^Pour confirmer/).fill(volume?.name ?? '')
  await dialog.getByRole('button', { name: 'Restaurer' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('cell', { name: 'restauration' }).first()).toBeVisible()
  await expect(state).toHaveText('disponible')

  await button(page, 'Supprimer avant-mise-a-jour').click()
  await dialog.getByRole('button', { name: 'Supprimer' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(/^Aucun instantané\./)).toBeVisible()
  // Its cost stays on the month's bill.
  await expect(page.getByRole('cell', { name: 'Instantané · avant-mise-a-jour' })).toBeVisible()
})

test('a copy of a snapshot is an independent volume, ordered in one press', async ({ page }) => {
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 0, volumes: 1 })
  await signIn(page.context(), organisation.owner)
  const [volume] = estate.volumes
  const dialog = page.getByRole('dialog')
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/volumes/${volume?.id}`)
  await button(page, 'Prendre un instantané').click()
  await dialog.getByLabel('Nom').fill('reference')
  await dialog.getByRole('button', { name: 'Prendre un instantané' }).click()

  await button(page, 'Dupliquer reference').click()
  await expect(dialog.getByRole('radio', { name: /Disque rapide 100/ })).toBeChecked()
  await dialog.getByLabel('Nom du nouveau volume').fill(volume?.name ?? '')
  await dialog.getByRole('button', { name: 'Commander la copie' }).click()
  // After an error the dialog keeps its input and shows the reason.
  await expect(dialog).toContainText('Ce nom est déjà pris')
  await dialog.getByLabel('Nom du nouveau volume').fill('recette')
  await dialog.getByRole('button', { name: 'Commander la copie' }).click()
  await page.waitForURL(/\/orders\/ord_/)
  await expect(page.getByRole('heading', { name: 'Votre commande est en service' })).toBeVisible()
  await page.getByRole('link', { name: 'Ouvrir le volume' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'disponible' })).toBeVisible()
  await expect(page.getByText(`${volume?.name} · reference`)).toBeVisible()
})

test('snapshots are scheduled, and the schedule shows its retention and price', async ({ page }) => {
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 0, volumes: 1 })
  await signIn(page.context(), organisation.owner)
  const dialog = page.getByRole('dialog')
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/volumes/${estate.volumes[0]?.id}`)
  await expect(page.getByText('Aucun instantané n’est pris automatiquement.')).toBeVisible()
  await button(page, 'Planifier').click()
  await dialog.getByText('Chaque semaine', { exact: true }).click()
  await dialog.getByLabel('Jour de la semaine').selectOption('lundi')
  await dialog.getByLabel('Heure de Paris').selectOption({ value: '22' })
  await dialog.getByLabel('Instantanés gardés').fill('2')
  await expect(dialog).toContainText(/au plus 7,60\s€ HT par mois pour les 2 gardés/)
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(/Chaque lundi à 22\sh, les 2 derniers sont gardés/)).toBeVisible()
  await expect(page.getByText(/^Prochain le .* 22:00$/)).toBeVisible()

  // At the scheduled instant, the worker takes the snapshot and names it by that instant.
  await makeDue(estate.volumes[0]?.id ?? '')
  await expect(page.getByRole('row', { name: /auto-\d{4}-\d\d-\d\d-22h00 .* planifié/ })).toBeVisible({
    timeout: 60_000,
  })
  await button(page, 'Modifier la planification').click()
  await dialog.getByText('Jamais', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(page.getByText('Aucun instantané n’est pris automatiquement.')).toBeVisible()
})

test('a server’s disk snapshot is taken before a change, cloned, restored, and deleted', async ({ page }) => {
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 1, volumes: 0 })
  await signIn(page.context(), organisation.owner)
  const [server] = estate.instances
  const dialog = page.getByRole('dialog')
  const state = page.getByRole('status').filter({ hasText: /en marche|arrêt|restauration/ })
  const address = `${siteUrl('portal')}/o/${organisation.organisationId}/instances/${server?.id}?tab=storage`
  await page.goto(address)
  await button(page, 'Prendre un instantané').click()
  await expect(dialog).toContainText(/L’instantané garde le disque système.*0,12\s€ HT par mois/)
  await dialog.getByLabel('Nom').fill('avant-mise-a-jour')
  await dialog.getByRole('button', { name: 'Prendre un instantané' }).click()
  await expect(dialog).toBeHidden()
  const restore = button(page, 'Restaurer avant-mise-a-jour')
  await expect(restore).toHaveAccessibleDescription(/en marche/)
  await openTab(page, 'Historique et coût')
  await expect(page.getByRole('cell', { name: 'Instantané du disque · avant-mise-a-jour' })).toBeVisible()
  await openTab(page, 'Stockage')

  await button(page, 'Nouveau serveur depuis avant-mise-a-jour').click()
  await expect(dialog.getByRole('radio', { name: /^Essai/ })).toBeChecked()
  await dialog.getByLabel('Nom du nouveau serveur').fill('jumeau')
  await dialog.getByRole('button', { name: 'Commander le serveur' }).click()
  await page.waitForURL(/\/orders\/ord_/)
  await expect(page.getByRole('heading', { name: 'Votre commande est en service' })).toBeVisible()
  await page.goto(address)

  await button(page, 'Arrêter').click()
  await expect(state).toHaveText('arrêté')
  await restore.click()
  await expect(dialog).toContainText('Ce qui y a été écrit depuis est perdu')
  await dialog.getByLabel(/^Pour confirmer/).fill(server?.name ?? '')
  await dialog.getByRole('button', { name: 'Restaurer' }).click()
  await expect(dialog).toBeHidden()
  await openTab(page, 'Historique et coût')
  await expect(page.getByRole('cell', { name: 'restauration' }).first()).toBeVisible()
  await openTab(page, 'Stockage')
  await expect(state).toHaveText('arrêté')

  await button(page, 'Supprimer avant-mise-a-jour').click()
  await dialog.getByRole('button', { name: 'Supprimer' }).click()
  await expect(page.getByText(/^Aucun instantané\./)).toBeVisible()
})

test('an attached volume grows to a larger bundle at its price, and stays attached', async ({ page }) => {
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 1, volumes: 1 })
  await signIn(page.context(), organisation.owner)
  const dialog = page.getByRole('dialog')
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/volumes/${estate.volumes[0]?.id}`)
  const state = page.getByRole('status').filter({ hasText: /disponible|attaché/ })
  await button(page, 'Attacher').click()
  await expect(state).toHaveText('attaché')
  await button(page, 'Agrandir').click()
  await expect(dialog.getByRole('radio', { name: /Disque rapide 500/ })).toBeChecked()
  await expect(dialog.getByText(/^Le volume coûtera/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Agrandir' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('definition').filter({ hasText: /^500\sGo$/ })).toBeVisible()
  await expect(page.getByRole('definition').filter({ hasText: /^46,08\s€$/ })).toBeVisible()
  await expect(state).toHaveText('attaché')
})

/** As if a week had passed: the schedule's next instant becomes the one of a week ago. */
async function makeDue(volumeId: string): Promise<void> {
  await sql`
    update snapshot_schedules
    set next_due_at = (next_due_at at time zone 'Europe/Paris' - interval '7 days') at time zone 'Europe/Paris'
    where volume_id = ${volumeId}`
}
