import { existsSync } from 'node:fs'
import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '~/lib/routes'
import { openStreamBrowser } from '~/testing/stream-browser'
import { percentile } from '../../bench/support/percentile.ts'
import { treeMib } from '../../bench/support/process-memory.ts'
import { startTestInstallation, type TestInstallation } from '../installation'
import type { SignedInBuyer } from '../support/crowd'

const browsers = 200
/** Of a person, in each process. */
const streamsOfPerson = 10
/** After SIGTERM a site is killed (`SITE_GRACE_MS`). */
const graceMs = 9_000

let installation: TestInstallation
let buyers: SignedInBuyer[]
let sql: typeof import('../support/database').sql

beforeAll(async () => {
  installation = await startTestInstallation({ morePortals: 1, isDatabaseDurable: true })
  Object.assign(process.env, installation.environment)
  // Its modules read the installation's addresses at import.
  const { makeSignedInBuyers } = await import('../support/crowd')
  buyers = await makeSignedInBuyers(browsers / streamsOfPerson)
  sql = (await import('../support/database')).sql
}, 600_000)
afterAll(() => installation?.stop(), 60_000)

const askedBy = (buyer: SignedInBuyer) => ({
  path: routes.org.live.stream(buyer.organisationId),
  headers: { cookie: buyer.cookie },
})

test('a stream outlives a crash of PostgreSQL, and its page then refetches everything', async () => {
  const [buyer] = buyers
  if (!buyer) throw new Error('no buyer was made')
  const browser = openStreamBrowser(askedBy(buyer), [installation.portalUrl], () => 1)
  await expect.poll(() => browser.seen.value, { timeout: 60_000 }).toBe(1)
  Object.assign(browser.seen, { value: 0 })
  await installation.restartDatabase('immediate')
  await expect.poll(() => browser.seen.value, { timeout: 60_000 }).toBe(1)
  browser.close()
})

test('at SIGTERM a site with 200 streams, some of them unread, ends within its grace, and no browser misses a change', async () => {
  const { portal } = installation.pids()
  const [second] = installation.morePortalUrls
  if (!portal || !second) throw new Error('two portals do not run')
  const before = treeMib(portal)
  let committed = 0
  let committedAt = 0
  const each = Array.from({ length: browsers }, (_, at) => buyers[at % buyers.length] as SignedInBuyer).map(
    (buyer) => openStreamBrowser(askedBy(buyer), [installation.portalUrl, second], () => committed),
  )
  const isAbreast = () => each.every(({ seen }) => seen.value === committed)
  await expect.poll(isAbreast, { timeout: 60_000 }).toBe(true)
  const memory = treeMib(portal) - before

  const change = async () => {
    await sql.begin(async (tx) => {
      for (const { organisationId } of buyers)
        await tx`select app.note_change('orders', ${organisationId}, '')`
    })
    committed += 1
    committedAt = performance.now()
  }
  const delays: number[] = []
  for (let round = 0; round < 10; round += 1) {
    await change()
    await expect.poll(isAbreast, { timeout: 60_000 }).toBe(true)
    delays.push(...each.map(({ seen }) => seen.at - committedAt))
  }

  // Paused before it is read: its end cannot arrive.
  const silent = request(
    `${installation.portalUrl}${routes.org.live.stream(buyers[0]?.organisationId ?? '')}`,
    {
      headers: { cookie: buyers[0]?.cookie ?? '' },
      agent: false,
    },
  )
  silent.on('error', () => undefined)
  silent.once('response', (answer) => answer.pause())
  silent.end()
  await new Promise((resolve) => silent.once('response', resolve))

  let isSwitching = true
  const changing = (async () => {
    while (isSwitching) {
      await change()
      await wait(20)
    }
  })()
  const stoppedAt = performance.now()
  process.kill(portal, 'SIGTERM')
  await expect.poll(() => existsSync(`/proc/${portal}`), { interval: 20, timeout: 30_000 }).toBe(false)
  const endedMs = performance.now() - stoppedAt
  const isReconnected = () => each.every(({ seen }) => seen.connections >= 2)
  await expect.poll(isReconnected, { timeout: 60_000 }).toBe(true)
  isSwitching = false
  await changing
  await expect.poll(isAbreast, { timeout: 60_000 }).toBe(true)
  console.log(
    `${browsers} streams: ended ${Math.round(endedMs)} ms after SIGTERM, ${Math.round((memory * 1_024) / browsers)} KiB each, ` +
      `change to refetch p50 ${Math.round(percentile(delays, 0.5))} ms, p99 ${Math.round(percentile(delays, 0.99))} ms; ` +
      `${committed} changes`,
  )
  expect(endedMs).toBeLessThan(graceMs)
  // None had to poll meanwhile, and the last change was read because of an event.
  expect(each.filter(({ seen }) => seen.isPolling)).toEqual([])
  for (const browser of each) browser.close()
  silent.destroy()
})
