import { sql } from './support/database'
import { demonstrationOrganisation, demonstrationPerson, demonstrationStaff } from './support/demonstration'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'

const owner = () => demonstrationPerson('anne.besson@valmont.example')
const house = () => demonstrationOrganisation('Commune de Valmont')

/** A wide screen shows it with little scrolling. */
const heightMax = 1_200

test('the first tab of a server page has little to scroll on a wide screen', async ({ page, context }) => {
  const org = await house()
  const [server] = await sql<{ id: string }[]>`
    select id from instances where organisation_id = ${org} and name = 'portail-citoyen-01'`
  await signIn(context, await owner())
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${siteUrl('portal')}/o/${org}/instances/${server?.id}`)
  for (const name of ['Se connecter', 'Utilisation', 'Caractéristiques', 'Niveau de service'])
    await expect(page.getByRole('heading', { level: 2, name })).toBeVisible()
  await expect(page.getByRole('term').filter({ hasText: 'Usage du mois' })).toBeVisible()
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  expect(height).toBeLessThanOrEqual(heightMax)
})

test('English pages name bundles in English', async ({ page, context }) => {
  await context.addCookies([{ name: 'locale', value: 'en', url: siteUrl('portal') }])
  await page.goto(`${siteUrl('portal')}/offres`)
  await expect(page.getByText('Fast disk 100', { exact: true }).first()).toBeVisible()
  await expect(page.getByText('Disque rapide 100', { exact: true })).toHaveCount(0)
  await signIn(context, await owner())
  await page.goto(`${siteUrl('portal')}/o/${await house()}/order`)
  await expect(page.getByRole('radio', { name: 'Essential 2', exact: true })).toBeVisible()
})

test('key hints are hidden on a touch screen', async ({ browser }) => {
  const staff = await demonstrationStaff('moderation@andromede.example')
  for (const hasTouch of [false, true]) {
    const context = await browser.newContext({
      hasTouch,
      isMobile: hasTouch,
      viewport: { width: 1200, height: 900 },
    })
    await signIn(context, staff)
    const page = await context.newPage()
    await page.goto(`${siteUrl('operator')}/operator/moderation`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const shown = page.locator('kbd').filter({ visible: true })
    if (hasTouch) await expect(shown).toHaveCount(0)
    else await expect(shown.first()).toBeVisible()
    await context.close()
  }
})

test('with forced colours only the current entry of the menu has an edge', async ({ page, context }) => {
  await signIn(context, await owner())
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto(`${siteUrl('portal')}/o/${await house()}/orders`)
  const edges = await page.locator('aside nav a').evaluateAll((links) =>
    links.map((link) => ({
      isCurrent: link.hasAttribute('aria-current'),
      edge: getComputedStyle(link).borderLeftColor,
    })),
  )
  const coloursOf = (isCurrent: boolean) =>
    new Set(edges.filter((each) => each.isCurrent === isCurrent).map(({ edge }) => edge))
  expect(coloursOf(true).size).toBe(1)
  expect(coloursOf(false).size).toBe(1)
  expect(coloursOf(true)).not.toEqual(coloursOf(false))
})

test('each bundle of an order is described by its size, its price and its stock', async ({
  page,
  context,
}) => {
  await signIn(context, await owner())
  await page.goto(`${siteUrl('portal')}/o/${await house()}/order`)
  await expect(page.getByRole('radio', { name: /^Essentiel 4/ })).toHaveAccessibleDescription(
    /4\s?vCPU.*Gio.*Go.*€.*(libres|reste|complet|disponible)/i,
  )
})
