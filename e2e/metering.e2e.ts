import { makeStaff } from '~/testing/staff'
import { sql } from './support/database'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

test('a key is created for a zone, its meters report traffic once, and the customer sees it next to the included part', async ({
  browser,
  request,
}) => {
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 1, volumes: 0 })
  const [server] = await sql<{ id: string; zone: string; createdAt: Date }[]>`
    select i.id, z.code as zone, i.created_at as "createdAt" from instances i join zones z on z.id = i.zone_id
    where i.id = ${estate.instances[0]?.id ?? ''}`
  if (!server) throw new Error('the estate has a server')

  const name = `Essai de bout en bout ${server.id.slice(-6)}`
  const staffContext = await browser.newContext()
  await signIn(staffContext, await makeStaff(sql, ['capacity']))
  const staff = await staffContext.newPage()
  const dialog = staff.getByRole('dialog')
  await staff.goto(`${siteUrl('operator')}/operator/catalogue/traffic`)
  await expect(staff.getByRole('table', { name: 'Prix du trafic sortant' })).toContainText('1 Tio')
  await expect(staff.getByRole('table', { name: 'Mesures refusées' })).toContainText(
    'même clé, autre contenu',
  )
  await staff.getByRole('button', { name: 'Créer une clé' }).click()
  await dialog.getByLabel('Zone').selectOption(server.zone)
  await dialog.getByLabel(/^Nom/).fill(name)
  await dialog.getByRole('button', { name: 'Créer une clé' }).click()
  const secret = (await dialog.locator('code').textContent()) ?? ''
  await dialog.getByRole('button', { name: 'La clé est notée' }).click()
  await expect(staff.getByRole('row', { name: new RegExp(name) })).toContainText('ouverte')

  // One measurement beyond the included part, sent twice, and one for an unknown server.
  const at = new Date(Math.max(Date.now() - 1_000, server.createdAt.getTime()))
  const event = {
    key: `e2e/${server.id}`,
    resourceId: server.id,
    meter: 'traffic_out',
    at,
    quantity: 2 ** 40 + 2 ** 32,
  }
  const unknown = {
    ...event,
    key: `e2e/other/${server.id}`,
    resourceId: server.id.replace(/.{6}$/, '000000'),
  }
  const handIn = (authorization: string) =>
    request.post(`${siteUrl('operator')}/api/metering/events`, {
      headers: { authorization },
      data: [event, unknown],
    })
  expect((await handIn('Bearer ame_not-a-key-at-all')).status()).toBe(401)
  const refused = [{ index: 1, reason: 'unknown_resource' }]
  expect(await (await handIn(`Bearer ${secret}`)).json()).toEqual({ accepted: 1, duplicates: 0, refused })
  expect(await (await handIn(`Bearer ${secret}`)).json()).toEqual({ accepted: 0, duplicates: 1, refused })

  const context = await browser.newContext()
  await signIn(context, organisation.owner)
  const page = await context.newPage()
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/instances/${server.id}?tab=network`)
  const card = page.locator('section', { hasText: 'Trafic sortant du mois' })
  await expect(card).toContainText(/1\s028 sur 1\s024\sGio inclus/)
  await expect(card).toContainText(/Au-delà 4\sGio/)
  await expect(card).toContainText(/0,04\s€/)
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/billing/costs?by=meter`)
  await expect(page.getByRole('row', { name: /Trafic sortant/ })).toContainText('0,04')
  await page.goto(`${siteUrl('portal')}/offres`)
  await expect(page.getByText(/1\sTio inclus par serveur et par mois, puis 0,0100\s€ HT/)).toBeVisible()

  await staff
    .getByRole('button', { name: `Retirer la clé ${name}` })
    .first()
    .click()
  await dialog.getByRole('button', { name: 'Retirer' }).click()
  await expect(staff.getByRole('row', { name: new RegExp(name) })).toContainText('terminée')
  expect((await handIn(`Bearer ${secret}`)).status()).toBe(401)
  await Promise.all([context.close(), staffContext.close()])
})

test('a price is published for a future month, and a current price cannot be changed', async ({
  browser,
}) => {
  const context = await browser.newContext()
  await signIn(context, await makeStaff(sql, ['capacity', 'accountant']))
  const page = await context.newPage()
  const dialog = page.getByRole('dialog')
  await page.goto(`${siteUrl('operator')}/operator/catalogue/traffic`)
  await page.getByRole('button', { name: 'Publier un prix' }).click()
  await expect(dialog.getByLabel(/^À partir de/).locator('option')).toHaveCount(12)
  await dialog.getByLabel(/^À partir de/).selectOption({ index: 11 })
  await dialog.getByLabel(/^Inclus/).fill('2048')
  await dialog.getByLabel(/^€ HT/).fill('gratuit')
  await dialog.getByRole('button', { name: 'Publier' }).click()
  await expect(dialog.getByLabel(/^€ HT/)).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel(/^€ HT/).fill('0,0080')
  await dialog.getByRole('button', { name: 'Publier' }).click()
  await expect(dialog).toBeHidden()
  const announced = page.getByRole('row', { name: /annoncé/ })
  await expect(announced).toContainText('2 Tio')
  await expect(announced).toContainText('0,0080')
  await context.close()
})
