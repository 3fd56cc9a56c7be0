import type { Page } from '@playwright/test'
import { sql, until } from './support/database'
import { cutPower, dedicatedHosts, gatherOn, restorePower } from './support/dedicated-hosts'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { builtPaths } from './support/manifests'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

/** Rounds of probes and a note of the change, on a busy machine. */
const soon = { timeout: 45_000 }

test('during an outage no page of the customer has a green mark on a resource that does not answer', async ({
  page,
  context,
}) => {
  test.slow()
  const organisation = await makeOrganisation()
  const org = organisation.organisationId
  const estate = await orderEstate(organisation, { instances: 3, volumes: 1 })
  const { a: dark, b: lit } = await dedicatedHosts(organisation, ['a', 'b'])
  // The first has the name that the others begin with.
  const [third, first, second] = estate.instances
  if (!first || !second || !third) throw new Error('three servers were ordered')
  await gatherOn(organisation, [first, second], dark.id)
  await gatherOn(organisation, [third], lit.id)
  await signIn(context, organisation.owner)
  const rowOf = (name: string) => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })
  const portal = (rest: string) => `${siteUrl('portal')}/o/${org}${rest}`

  await page.goto(portal('/instances'))
  await expect(rowOf(first.name).getByText('en marche')).toBeVisible()
  const home = await context.newPage()
  await home.goto(portal(''))
  await expect(home.getByText('sur 3 serveurs')).toBeVisible()
  await cutPower(dark.name)
  // The open list and the open home follow without being loaded again.
  await expect(rowOf(first.name).getByText(/ne répond pas depuis/)).toBeVisible(soon)
  await expect(rowOf(third.name).getByText('en marche')).toBeVisible()
  await expect(home.getByText(/ne répond pas depuis/)).not.toHaveCount(0, soon)
  // So do the bell and the palette.
  await home.getByRole('button', { name: /à voir/ }).click()
  await expect(home.getByRole('menuitem', { name: new RegExp(`^${first.name} ne répond pas`) })).toBeVisible(
    soon,
  )
  await home.keyboard.press('Escape')
  await home.keyboard.press('Control+k')
  await home.getByRole('combobox').fill(first.name)
  await expect(home.getByRole('option', { name: /ne répond pas depuis/ }).first()).toBeVisible()
  await home.keyboard.press('Escape')

  const silent = [first.name, second.name]
  const found: string[] = []
  for (const address of addressesOf(org, { ...estate, instances: [first] })) {
    if (isAboutSomethingElse.some((end) => address.endsWith(end))) continue
    await page.goto(`${siteUrl('portal')}${address}`)
    found.push(...(await greenMarksOn(page, silent)).map((text) => `${address}: ${text}`))
  }
  expect(found).toEqual([])

  await restorePower(dark.name)
  await until('the host answers again', async () => {
    const [row] = await sql`select 1 from hosts where id = ${dark.id} and unreachable_since is null`
    return row !== undefined
  })
  // The red banner turns by itself, before anything is published.
  await expect(home.getByText(/de nouveau depuis/).first()).toBeVisible(soon)
  await page.goto(portal('/instances'))
  await expect(rowOf(first.name).getByText('en marche')).toBeVisible(soon)
  await expect(home.getByText(/ne répond pas depuis/)).toHaveCount(0, soon)
})

/** Their green marks are the publication of a name and the objective of a month so far: true during an outage too. */
const isAboutSomethingElse = ['/networks', '/sla']

/** Every page of a customer that needs no other parameter, and those of a server, a volume and the order. */
function addressesOf(
  org: string,
  estate: { orderId: string; instances: { id: string }[]; volumes: { id: string }[] },
): string[] {
  const [server, volume] = [estate.instances[0]?.id ?? '', estate.volumes[0]?.id ?? '']
  const known: Record<string, string> = {
    '/o/[org]/instances/[id]': server,
    '/o/[org]/volumes/[id]': volume,
    '/o/[org]/orders/[id]': estate.orderId,
  }
  return builtPaths()
    .filter(({ kind, path }) => kind === 'page' && path.startsWith('/o/[org]'))
    .map(({ path }) => path.replace(/\[(?!org\])[^\]]+\]/, known[path] ?? '[').replace('[org]', org))
    .filter((address) => !address.includes('['))
}

/** The texts of green marks in the row, item or heading of one of these resources, or on its own page. */
async function greenMarksOn(page: Page, names: readonly string[]): Promise<string[]> {
  await page.getByRole('main').waitFor()
  return page.evaluate((silent) => {
    const title = document.querySelector('main h1')?.textContent ?? ''
    const isOwnPage = silent.some((name) => title.includes(name))
    return [...document.querySelectorAll('main .text-ok, main .bg-ok')].flatMap((mark) => {
      const part =
        mark.closest('tr, li, header, h1, h2, h3') ?? (isOwnPage ? mark.closest('main header') : null)
      const text = part?.textContent ?? ''
      return silent.some((name) => text.includes(name)) ? [text.slice(0, 120)] : []
    })
  }, names)
}
