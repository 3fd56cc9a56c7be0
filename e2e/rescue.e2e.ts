import type { Page } from '@playwright/test'
import { sql } from './support/database'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const state = (page: Page, text: string) =>
  page.getByRole('status').filter({ hasText: new RegExp(`^${text}$`) })

/** A server, a worker and a gateway are involved. */
const slow = { timeout: 60_000 }

test('a server that does not boot is inspected from its rescue system, and left stopped', async ({
  page,
}) => {
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 1, volumes: 0 })
  const id = estate.instances[0]?.id ?? ''
  await signIn(page.context(), organisation.owner)
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/instances/${id}`)
  await button(page, 'Arrêter').click()
  await expect(state(page, 'arrêté')).toBeVisible(slow)

  await button(page, 'Démarrer le secours').click()
  await expect(state(page, 'en secours')).toBeVisible(slow)
  await expect(page.getByText('Le disque du serveur est dans le dossier /mnt/server.')).toBeVisible()
  // Two systems would write to one disk: the button stays visible and gives the first step.
  await expect(button(page, 'Démarrer')).toHaveAccessibleDescription(
    'Le serveur est en secours : quittez le secours d’abord.',
  )
  const [metered] = await sql<{ open: number }[]>`
    select count(*)::int as open from usage_intervals where resource_id = ${id} and meter = 'compute' and ended_at is null`
  expect(metered?.open).toBe(0)

  await page.getByRole('link', { name: 'Ouvrir la console' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'connectée' })).toBeVisible(slow)
  await page.keyboard.type('ls /mnt/server')
  await page.keyboard.press('Enter')
  await expect(page.locator('.xterm-rows')).toContainText('etc')
  await page.getByRole('link', { name: estate.instances[0]?.name ?? '', exact: true }).click()

  await button(page, 'Quitter le secours').click()
  await expect(state(page, 'arrêté')).toBeVisible(slow)
  await button(page, 'Démarrer').click()
  await expect(state(page, 'en marche')).toBeVisible(slow)
})
