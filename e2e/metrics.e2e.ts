import { sql } from './support/database'
import { demonstrationOrganisation, demonstrationPerson, demonstrationStaff } from './support/demonstration'
import { siteUrl } from './support/installation-facts'
import { openTab } from './support/server-page'
import { signIn } from './support/session'
import { expect, test } from './support/test'

async function measuredServer() {
  const organisationId = await demonstrationOrganisation('Commune de Valmont')
  const [server] = await sql<{ id: string; hostId: string }[]>`
    select id, host_id as "hostId" from instances where organisation_id = ${organisationId} and name = 'etat-civil'`
  if (!server) throw new Error('the demonstration has the server etat-civil')
  return { organisationId, ...server }
}

test('a running server’s usage is measured, drawn, and shown in figures', async ({ page, context }) => {
  const server = await measuredServer()
  await expect
    .poll(
      async () =>
        (
          await sql`select 1 from metric_samples where instance_id = ${server.id} and at > now() - interval '30 seconds'`
        ).length,
      { timeout: 60_000 },
    )
    .toBeGreaterThan(0)
  await signIn(context, await demonstrationPerson('karim.haddad@valmont.example'))
  await page.goto(`${siteUrl('portal')}/o/${server.organisationId}/instances/${server.id}`)
  // The last hour in small, at the first paint; the whole in its tab.
  await expect(page.getByRole('img', { name: /^Mémoire : \d+ mesures?, au plus / })).toBeVisible()
  await openTab(page, 'Mesures')
  await expect(page.getByRole('img', { name: /^Processeur : \d+ mesures?, au plus \d+ %$/ })).toBeVisible()
  await page.getByText('7 jours', { exact: true }).click()
  await expect(page.getByRole('img', { name: /^Réseau : / })).toBeVisible()
  await page.getByRole('button', { name: 'Voir les chiffres' }).click()
  const figures = page.getByRole('table', { name: 'Chiffres de l’utilisation' })
  await expect(figures.getByRole('row').nth(30)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Masquer les chiffres' })).toHaveAttribute(
    'aria-expanded',
    'true',
  )
})

test('an operator sees the total usage of a host’s servers', async ({ page, context }) => {
  const { hostId } = await measuredServer()
  await signIn(context, await demonstrationStaff('audit@andromede.example'))
  await page.goto(`${siteUrl('operator')}/operator/inventory/hosts/${hostId}`)
  await page.getByText('24 heures', { exact: true }).click()
  await expect(page.getByRole('img', { name: /^Mémoire : \d+ mesures, au plus / })).toBeVisible()
})
