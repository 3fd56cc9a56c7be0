import type { Page } from '@playwright/test'
import { makeStaff } from '~/testing/staff'
import { sql } from './support/database'
import { followTraffic, pressShortcut, tabTo } from './support/hands'
import { siteUrl } from './support/installation-facts'
import { press, typeInto, walkContent, walkPage } from './support/keys'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeFailedJob, makeParkedSaga } from './support/troubles'
import { makeOrganisation, makeWaitingOrganisation } from './support/world'

const operator = (rest: string) => `${siteUrl('operator')}/operator${rest}`
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

test('every tab stop is visible on every page of the operator, and none traps the focus', async ({
  page,
  context,
}) => {
  const organisation = await makeOrganisation()
  const { id: sagaId } = await makeParkedSaga(organisation)
  const { organisationId: waitingId } = await makeWaitingOrganisation()
  await makeFailedJob('à parcourir au clavier')
  const [host] = await sql<{ id: string }[]>`select id from hosts order by name limit 1`
  const addresses = [
    `/moderation?o=${waitingId}`,
    '/inventory',
    `/inventory/hosts/${host?.id}`,
    '/sagas',
    `/sagas/${sagaId}`,
    '/jobs',
    '/platform',
    '/organisations',
    `/organisations/${organisation.organisationId}`,
    '/audit',
    '/security',
    '/billing',
    '/billing/seller',
    '/billing/debits',
    '/billing/e-invoices',
    '/billing/e-reporting',
    '/staff',
    '/drifts',
    '/recovery',
    '/catalogue',
    '/sla/contract',
    '/support',
    '/incidents',
  ]
  const faults: Record<string, string[]> = {}
  const traffic = followTraffic(page)
  const visit = async (address: string, walk = walkContent) => {
    await page.goto(operator(address))
    await traffic.idle()
    const found = await walk(page)
    if (found.length > 0) faults[address] = found
  }
  await visit('/sign-in', walkPage)
  await signIn(context, await makeStaff(sql, ['administrator']))
  await visit('', walkPage)
  for (const address of addresses) await visit(address)
  expect(faults).toEqual({})
})

test('a moderator refuses, asks and accepts by keyboard alone, one case after the other', async ({
  page,
  context,
}) => {
  const cases = await Promise.all([1, 2, 3].map(makeWaitingOrganisation))
  const [refused, asked, accepted] = cases.map((each) => each.organisationId)
  await signIn(context, await makeStaff(sql, ['moderator']))
  const open = async (id: string | undefined) => {
    await page.goto(operator(`/moderation?o=${id}`))
    await expect(button(page, /^Accepter/)).toBeEnabled()
  }
  const stateOf = async (id: string | undefined) =>
    (await sql<{ state: string }[]>`select state from organisations where id = ${id ?? ''}`)[0]?.state

  await open(refused)
  await pressShortcut(page, 'r')
  await typeInto(page, page.getByLabel('Motif'), 'Cette adresse n’est pas celle de la commune.')
  await press(page, button(page, 'Refuser l’inscription'))
  await expect(page.getByText(/est refusée\./)).toBeVisible()
  expect(await stateOf(refused)).toBe('refused')

  await open(asked)
  await pressShortcut(page, 'd')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await pressShortcut(page, 'd')
  await typeInto(page, page.getByLabel('Votre question'), 'Qui vous a chargée de cette inscription ?')
  await press(page, button(page, 'Envoyer la question'))
  await expect(page.getByText(/La question est envoyée/)).toBeVisible()
  expect(await stateOf(asked)).toBe('needs_info')

  await open(accepted)
  await pressShortcut(page, 'a')
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Accepter' }))
  await expect(page.getByText(/est acceptée\./)).toBeVisible()
  expect(await stateOf(accepted)).toBe('active')
})

test('a host goes to maintenance and back by keyboard alone', async ({ page, context }) => {
  // A host on which no other test orders.
  const [host] = await sql<{ id: string; name: string; zone: string }[]>`
    select h.id, h.name, z.name as zone from hosts h join zones z on z.id = h.zone_id where h.state = 'in_service'
      and z.code <> 'PAR1' order by h.name desc limit 1`
  if (!host) throw new Error('the demonstration has hosts outside PAR1')
  await signIn(context, await makeStaff(sql, ['capacity']))
  await page.goto(operator('/inventory'))
  await tabTo(page, () => page.getByRole('heading').getByRole('link', { name: host.zone }))
  await page.keyboard.press('Enter')
  await page.waitForURL(/inventory.zones/)
  await tabTo(page, () => page.getByRole('link', { name: new RegExp(`^${host.name}`) }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: host.name })).toBeVisible()
  const move = async (to: RegExp, reason: string) => {
    const choice = page.getByRole('radio', { name: to })
    // Tab reaches the group, the arrow keys choose in it.
    await tabTo(page, () => page.locator('input[name=to]'))
    for (let presses = 0; presses < 4 && !(await choice.isChecked()); presses += 1) {
      await page.keyboard.press('ArrowDown')
    }
    await expect(choice).toBeChecked()
    await typeInto(page, page.getByLabel('Motif'), reason)
    await press(page, button(page, 'Changer l’état'))
    // The state shows the reason, and so does the history.
    await expect(page.getByText(new RegExp(reason)).first()).toBeVisible()
  }
  await move(/^en maintenance/, 'Barrette de mémoire à remplacer')
  await move(/^en service/, 'Barrette remplacée')
  const [after] = await sql<{ state: string }[]>`select state from hosts where id = ${host.id}`
  expect(after?.state).toBe('in_service')
})

test('a parked operation is found, read and resumed by keyboard alone', async ({ page, context }) => {
  const { id, name } = await makeParkedSaga(await makeOrganisation())
  await signIn(context, await makeStaff(sql, ['support']))
  await page.goto(operator('/sagas'))
  await page.keyboard.press('/')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=/)
  await press(page, page.getByRole('row').filter({ hasText: name }).getByRole('link').first())
  // The title announced on arrival contains it too.
  await expect(page.getByText(id, { exact: true })).toBeVisible()
  await expect(page.getByText('L’hyperviseur refuse notre certificat.').first()).toBeVisible()
  await typeInto(page, page.getByLabel('Motif'), 'Certificat renouvelé')
  await press(page, button(page, 'Reprendre le retour en arrière'))
  await expect(page.getByText('Annulée', { exact: true }).first()).toBeVisible({ timeout: 60_000 })
})

test('a given-up job is retried by keyboard alone', async ({ page, context }) => {
  const words = `relais refusé ${Date.now()}`
  await makeFailedJob(words)
  await signIn(context, await makeStaff(sql, ['support']))
  await page.goto(operator('/jobs'))
  const row = page.getByRole('row').filter({ hasText: words })
  await press(page, row.getByRole('button'))
  await expect(row).toHaveCount(0)
})
