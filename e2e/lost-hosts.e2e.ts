import { randomUUID } from 'node:crypto'
import type { Id } from '~/lib/kernel/ids'
import { makeImage, takeInstanceSnapshot } from '~/lib/resources/testing/unjudged'
import type { TestBuyer } from '~/testing/buyer'
import { sql, until } from './support/database'
import { cutPower, dedicatedHosts, gatherOn, hostOf, restorePower } from './support/dedicated-hosts'
import { demonstrationStaff } from './support/demonstration'
import { isIdle, orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation, memberContext } from './support/world'

const operator = (rest: string) => `${siteUrl('operator')}/operator${rest}`
const slow = { timeout: 60_000 }

async function imageOf(organisation: TestBuyer, instance: string): Promise<void> {
  const ctx = memberContext(organisation.owner, organisation.organisationId)
  const instanceId = instance as Id<'instance'>
  const name = () => `copie-${randomUUID().slice(0, 8)}`
  const { snapshotId } = await takeInstanceSnapshot(ctx, { instanceId, name: name() })
  await until('the snapshot is taken', () => isIdle(organisation.organisationId))
  await makeImage(memberContext(organisation.owner, organisation.organisationId), {
    instanceId,
    snapshotId,
    name: name(),
  })
  await until('the image is made', () => isIdle(organisation.organisationId))
}

test('a lost host is declared by two people, and its server starts elsewhere from its last copy', async ({
  page,
  context,
}) => {
  test.slow()
  const organisation = await makeOrganisation()
  const { instances } = await orderEstate(organisation, { instances: 2, volumes: 0 })
  const [copied, bare] = instances
  if (!copied || !bare) throw new Error('two servers were ordered')
  const { a: first, b: second } = await dedicatedHosts(organisation, ['a', 'b'])
  await gatherOn(organisation, instances, first.id)
  await imageOf(organisation, copied.id)

  // The customer knows beforehand.
  await signIn(context, organisation.owner)
  const serverPage = (id: string) =>
    `${siteUrl('portal')}/o/${organisation.organisationId}/instances/${id}?tab=storage`
  await page.goto(serverPage(copied.id))
  await expect(page.getByText('Ce serveur reviendrait tel qu’il était')).toBeVisible()
  await page.goto(serverPage(bare.id))
  await expect(page.getByText('Rien ne reviendrait.')).toBeVisible()

  await cutPower(first.name)
  await until('the host is known to be silent', async () => {
    const [row] = await sql`select 1 from hosts where id = ${first.id} and unreachable_since is not null`
    return row !== undefined
  })
  const browser = context.browser()
  const desk = await browser?.newPage({ locale: 'fr-FR' })
  if (!desk) throw new Error('the browser opens another window')
  await signIn(desk.context(), await demonstrationStaff('capacite@andromede.example'))
  await desk.goto(operator(''))
  await desk
    .getByRole('list', { name: 'Hôtes qui ne répondent plus' })
    .getByRole('link', { name: first.name })
    .click()
  await desk.getByRole('button', { name: 'Déclarer hors tension' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByLabel('Comment l’avez-vous vérifié').fill('Alimentation débranchée sur place')
  await dialog.getByLabel(/saisissez/).fill(first.name)
  await dialog.getByRole('button', { name: 'Déclarer hors tension' }).click()
  await expect(desk.getByText('Perte déclarée')).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Confirmer la perte' })).toHaveAccessibleDescription(
    /Une autre personne/,
  )

  const other = await browser?.newPage({ locale: 'fr-FR' })
  if (!other) throw new Error('the browser opens another window')
  await signIn(other.context(), await demonstrationStaff('admin@andromede.example'))
  await other.goto(operator(`/inventory/hosts/${first.id}/loss`))
  await other.getByRole('button', { name: 'Confirmer la perte' }).click()
  await other
    .getByRole('dialog')
    .getByLabel(/saisissez/)
    .fill(first.name)
  await other.getByRole('dialog').getByRole('button', { name: 'Confirmer la perte' }).click()
  await expect(other.getByText('Les serveurs peuvent redémarrer ailleurs')).toBeVisible(slow)
  await until('both servers are lost', async () => {
    const rows = await sql`select 1 from instances where host_id = ${first.id} and state = 'lost'`
    return rows.length === 2
  })
  await page.goto(serverPage(bare.id))
  await expect(page.getByText('La machine qui portait ce serveur est perdue')).toBeVisible()

  await other.reload()
  const row = (name: string) =>
    other
      .getByRole('table', { name: 'Serveurs sur cet hôte' })
      .getByRole('row')
      .filter({ has: other.getByText(name, { exact: true }) })
  await expect(
    row(bare.name).getByRole('button', { name: 'Redémarrer ailleurs' }),
  ).toHaveAccessibleDescription(/aucune image/)
  await row(copied.name).getByRole('button', { name: 'Redémarrer ailleurs' }).click()
  await other.getByRole('dialog').getByRole('button', { name: 'Redémarrer ailleurs' }).click()
  await expect(other.getByText('Un serveur redémarré ailleurs').first()).toBeVisible(slow)
  expect(await hostOf(copied.id)).toBe(second.id)
  await page.goto(serverPage(copied.id))
  await expect(page.getByRole('status').filter({ hasText: /^en marche$/ })).toBeVisible()

  // A sign of life of the host is an alarm.
  await restorePower(first.name)
  await until('the alarm is recorded', async () => {
    const [loss] =
      await sql`select 1 from host_losses where host_id = ${first.id} and answered_at is not null`
    return loss !== undefined
  })
  await other.reload()
  await expect(other.getByText('Alerte\u00a0: cet hôte donne signe de vie')).toBeVisible()
  await desk.close()
  await other.close()
})
