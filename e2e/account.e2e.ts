import { newId } from '~/lib/kernel/ids'
import { sql } from './support/database'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeApplicant, makeOrganisation } from './support/world'

const portal = siteUrl('portal')
const accountPages = ['/compte?stay=1', '/compte/rejoindre', '/compte/securite']

test('pages of the account have the menu, search and shortcuts of the organisation seen last, and a way back', async ({
  page,
  context,
}) => {
  const [first, last] = [await makeOrganisation(), await makeOrganisation()]
  await sql`insert into organisation_members (organisation_id, id, account_id, role, created_at)
    values (${last.organisationId}, ${newId('member')}, ${first.accountId}, 'reader', now())`
  const [{ name } = { name: '' }] = await sql<{ name: string }[]>`
    select legal_name as name from organisations where id = ${last.organisationId}`
  await signIn(context, first.owner)
  await page.goto(`${portal}/o/${last.organisationId}`)
  await expect
    .poll(async () => (await context.cookies()).find((each) => each.name === 'organisation')?.value)
    .toBe(last.organisationId)
  const menu = page.getByRole('navigation', { name: 'Pages' })
  for (const address of [...accountPages, '/messages']) {
    await page.goto(`${portal}${address}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
    await expect(menu.getByRole('link', { name: 'Infrastructure' })).toHaveAttribute(
      'href',
      `/o/${last.organisationId}/instances`,
    )
    await expect(page.getByRole('button', { name: /^Chercher un serveur/ })).toBeVisible()
  }
  await page.goto(`${portal}/compte/securite`)
  const tabs = page.getByRole('navigation', { name: 'Votre compte' })
  await expect(tabs.getByRole('link', { name: 'Sécurité du compte' })).toHaveAttribute('aria-current', 'page')
  await tabs.getByRole('link', { name: 'Vos organisations' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Vos organisations' })).toBeVisible()
  await expect(tabs.getByRole('link', { name: 'Vos organisations' })).toHaveAttribute('aria-current', 'page')
  await page.getByRole('main').getByRole('link', { name, exact: true }).press('Enter')
  await expect(page).toHaveURL(`${portal}/o/${last.organisationId}`)
})

test('on a phone the tabs stay in one line, the current one in view, and Tab brings the others into view', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await signIn(context, (await makeOrganisation()).owner)
  await page.goto(`${portal}/compte/securite`)
  const links = page.getByRole('navigation', { name: 'Votre compte' }).getByRole('link')
  const isSeen = async (at: number) => {
    const box = await links.nth(at).boundingBox()
    return box !== null && box.x >= 0 && box.x + box.width <= 390
  }
  await expect.poll(() => isSeen(2)).toBe(true)
  expect(await isSeen(0)).toBe(false)
  const tops = await links.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().top))
  expect(new Set(tops).size).toBe(1)
  await links.nth(0).focus()
  await expect.poll(() => isSeen(0)).toBe(true)
})

test('a person without an organisation has a menu of the account, and members of a suspended one its shell', async ({
  page,
  context,
}) => {
  const organisation = await makeOrganisation()
  await signIn(context, await makeApplicant(organisation))
  const menu = page.getByRole('navigation', { name: 'Pages' })
  for (const [index, address] of accountPages.entries()) {
    await page.goto(`${portal}${address}`)
    await expect(menu.getByRole('link')).toHaveText([
      'Vos organisations',
      'Rejoindre une organisation',
      'Sécurité du compte',
    ])
    await expect(menu.getByRole('link').nth(index)).toHaveAttribute('aria-current', 'page')
  }
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('rejoindre')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Rejoindre une organisation' })).toBeVisible()

  await sql`update organisations set state = 'suspended' where id = ${organisation.organisationId}`
  await context.clearCookies()
  await signIn(context, organisation.owner)
  for (const address of accountPages) {
    await page.goto(`${portal}${address}`)
    await expect(menu.getByRole('link', { name: 'Infrastructure' })).toBeVisible()
    await expect(page.getByRole('main').getByRole('link', { name: 'Voir l’inscription' })).toBeVisible()
  }
})

test('the mailbox of the demonstration is public, in the public shell, for visitors', async ({ page }) => {
  await page.goto(`${portal}/messages`)
  await expect(page.getByRole('banner').getByRole('link', { name: 'Se connecter' })).toBeVisible()
})
