import { sql, until } from './support/database'
import { siteUrl } from './support/installation-facts'
import { expect, test } from './support/test'

const portal = (rest: string) => `${siteUrl('portal')}${rest}`

async function linkIn(email: string, template: string): Promise<string> {
  const mail = await until('a mail was queued', async () => {
    const [row] = await sql<{ textBody: string }[]>`
      select text_body as "textBody" from mail_messages where recipient = ${email} and template = ${template}`
    return row
  })
  return /https?:\/\/\S+\/etat\/(?:des)?abonnement\/\S+/.exec(mail.textBody)?.[0] ?? ''
}

test('the public sees the state of each zone over ninety days, in both languages, with figures and updates', async ({
  page,
}) => {
  await page.goto(portal('/etat'))
  await expect(page.getByRole('heading', { name: 'État des services', level: 1 })).toBeVisible()
  const zones = await sql<
    { code: string }[]
  >`select code from zones where state <> 'closed' and code in ('PAR1', 'LYS1')`
  for (const { code } of zones)
    await expect(page.getByRole('heading', { name: new RegExp(code) })).toBeVisible()
  // During an outage readers may have a poor connection. Other tests add incidents, a few kilobytes each.
  expect((await (await page.request.get(portal('/etat'))).body()).length).toBeLessThan(150_000)
  await page.getByText('Voir les chiffres').first().click()
  await expect(page.getByRole('columnheader', { name: 'Non observé' }).first()).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Serveurs indisponibles à Paris' }).first()).toBeVisible()
  await page.context().addCookies([{ name: 'locale', value: 'en', url: portal('/') }])
  await page.goto(portal('/etat'))
  await expect(page.getByRole('heading', { name: 'Service status', level: 1 })).toBeVisible()
})

test('news are sent to a confirmed address until it unsubscribes', async ({ page }) => {
  const email = `veille-${crypto.randomUUID()}@example.test`
  await page.goto(portal('/etat'))
  await page.getByLabel('Adresse de courriel').fill(email)
  await page.getByRole('button', { name: 'S’abonner' }).click()
  await expect(page.getByText('Vérifiez votre messagerie')).toBeVisible()
  const confirm = await linkIn(email, 'status-confirm')
  await page.goto(confirm)
  const standing = () => sql`select confirmed_at from status_subscribers where email = ${email}`
  expect((await standing())[0]?.confirmed_at).toBeNull()
  await page.getByRole('button', { name: 'Confirmer' }).click()
  await expect(page.getByText('Abonnement confirmé')).toBeVisible()
  expect((await standing())[0]?.confirmed_at).not.toBeNull()
  await page.goto(confirm.replace('/abonnement/', '/desabonnement/'))
  await page.getByRole('button', { name: 'Se désabonner' }).click()
  await expect(page.getByText('Vous êtes désabonné')).toBeVisible()
  expect(await standing()).toHaveLength(0)
})

test('programs can read the feed and the calendar of a zone', async ({ request }) => {
  const feed = await request.get(portal('/etat/atom.xml'))
  expect(feed.headers()['content-type']).toBe('application/atom+xml; charset=utf-8')
  expect(await feed.text()).toContain('<feed xmlns="http://www.w3.org/2005/Atom"')
  const calendar = await request.get(portal('/etat/calendrier/PAR1'))
  expect(await calendar.text()).toMatch(/^BEGIN:VCALENDAR\r\n/)
  expect((await request.get(portal('/etat/calendrier/NULLEPART'))).status()).toBe(404)
})
