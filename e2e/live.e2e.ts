import { availableParallelism } from 'node:os'
import type { BrowserContext, Page } from '@playwright/test'
import { endOtherSessions } from '~/lib/identity'
import { resolveSession } from '~/lib/identity/resolve-session'
import { routes } from '~/lib/routes'
import type { TestBuyer } from '~/testing/buyer'
import { sql, visitorContext } from './support/database'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { chooseBundle, chooseZone, expectOrderPage, orderAddress, orderButton } from './support/order-page'
import { cookieOf, openSessionOf, signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const listOf = (organisation: TestBuyer) =>
  `${siteUrl('portal')}${routes.org.instances(organisation.organisationId)}`

/** Requests of streams by all pages of a browser, from now on. */
function countStreams(context: BrowserContext): string[] {
  const asked: string[] = []
  context.on('request', (request) => {
    if (request.resourceType() === 'eventsource') asked.push(request.url())
  })
  return asked
}

/** Resolves when a page has heard that it is connected, and has looked again. */
const looksAgain = (page: Page) =>
  page.waitForResponse((response) => response.url().includes('/api/live/instances?'))

const rename = ({ organisationId }: TestBuyer, name: string) =>
  sql`update instances set name = ${name} where organisation_id = ${organisationId}`

test('an order by one member appears on the list of another, who does not poll', async ({ browser }) => {
  const organisation = await makeOrganisation({ roles: ['technical'] })
  const [buying, watching] = [await browser.newContext(), await browser.newContext()]
  await signIn(buying, organisation.owner)
  if (organisation.members.technical) await signIn(watching, organisation.members.technical)
  const list = await watching.newPage()
  const connected = looksAgain(list)
  await list.goto(listOf(organisation))
  await connected

  const shop = await buying.newPage()
  await shop.goto(orderAddress(organisation))
  await chooseBundle(shop, /^Essai/)
  await chooseZone(shop, 'Paris-Nord')
  const looks: string[] = []
  list.on('request', (request) => {
    if (request.url().includes('/api/live/instances?')) looks.push(request.url())
  })
  const shown = list.waitForFunction(() => document.querySelector('main table tbody tr a'))
  await orderButton(shop).click()
  const answered = performance.now()
  await shown
  console.log(`seen on the other list ${Math.round(performance.now() - answered)} ms after the click`)
  // One event; the precaution would come a minute after the first look.
  expect(looks.length).toBeLessThanOrEqual(2)
  await expectOrderPage(shop)
  await buying.close()
  await watching.close()
})

test('the tabs of a browser share one stream, and another takes it over when its tab closes', async ({
  context,
}) => {
  const organisation = await makeOrganisation()
  await orderEstate(organisation, { instances: 1, volumes: 0 })
  await signIn(context, organisation.owner)
  const streams = countStreams(context)
  const [first, second] = [await context.newPage(), await context.newPage()]
  for (const page of [first, second]) {
    const connected = looksAgain(page)
    await page.goto(listOf(organisation))
    await connected
  }
  await rename(organisation, 'renomme-un')
  for (const page of [first, second]) await expect(page.getByText('renomme-un')).toBeVisible()
  expect(streams).toHaveLength(1)

  const takenOver = context.waitForEvent('request', (request) => request.resourceType() === 'eventsource')
  await first.close()
  await (await takenOver).response()
  await rename(organisation, 'renomme-deux')
  await expect(second.getByText('renomme-deux')).toBeVisible()
  expect(streams).toHaveLength(2)
})

test('a person has sixteen streams in each process, further ones are refused, and a closed page frees its own', async () => {
  const organisation = await makeOrganisation()
  const headers = { cookie: cookieOf('portal', await openSessionOf(organisation.owner)) }
  const address = `${siteUrl('portal')}${routes.org.live.stream(organisation.organisationId)}`
  const leaving = new AbortController()
  // Kept: a response that is garbage-collected closes its stream.
  const opened: Response[] = []
  for (;;) {
    const answer = await fetch(address, { headers, signal: leaving.signal })
    if (answer.status !== 200) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '30'])
      break
    }
    opened.push(answer)
    expect(opened.length).toBeLessThanOrEqual(16 * availableParallelism())
  }
  expect(opened.length).toBeGreaterThanOrEqual(16)
  leaving.abort()
  const statusOfNext = async () => {
    const next = await fetch(address, { headers })
    await next.body?.cancel()
    return next.status
  }
  await expect.poll(statusOfNext).toBe(200)
})

test('a stream is sent at once, is kept nowhere, and ends with its session', async () => {
  const organisation = await makeOrganisation()
  const secret = await openSessionOf(organisation.owner)
  const address = `${siteUrl('portal')}${routes.org.live.stream(organisation.organisationId)}`
  const answer = await fetch(address, { headers: { cookie: cookieOf('portal', secret) } })
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'private, no-store, no-transform',
    'x-accel-buffering': 'no',
    connection: 'close',
  })
  if (!answer.body) throw new Error('the stream has no body')
  const reader = answer.body.getReader()
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('retry: 30000\n\n')

  const other = await openSessionOf(organisation.owner)
  const ctx = visitorContext('portal')
  const session = await resolveSession(ctx, other)
  if (!session) throw new Error('the session was just opened')
  await endOtherSessions({ ...ctx, actor: session.actor })
  for (;;) {
    const { done } = await reader.read()
    if (done) break
  }
  const again = await fetch(address, { headers: { cookie: cookieOf('portal', secret) } })
  expect(again.status).toBe(401)
})
