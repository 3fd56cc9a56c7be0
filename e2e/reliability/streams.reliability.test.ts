import { existsSync } from 'node:fs'
import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { followStream, type Wiring } from '~/app/_client/live/follow-stream'
import type { LiveChange } from '~/lib/live/client'
import { routes } from '~/lib/routes'
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

type Hear = Parameters<Wiring['openSource']>[0]

/** What `EventSource` does, at the first of these addresses that answers. */
function openSource(hear: Hear, buyer: SignedInBuyer, sites: readonly string[]): { close(): void } {
  const [site, ...others] = sites
  if (site === undefined) {
    hear.fail()
    return { close: () => undefined }
  }
  let current: { close(): void } = { close: () => sent.destroy() }
  let text = ''
  const sent = request(`${site}${routes.org.live.stream(buyer.organisationId)}`, {
    headers: { cookie: buyer.cookie },
    agent: false,
  })
  const next = () => {
    current = openSource(hear, buyer, others)
  }
  sent.once('error', next)
  sent.once('response', (answer) => {
    sent.off('error', next).on('error', () => undefined)
    if (answer.statusCode !== 200) return hear.fail()
    hear.open()
    answer.on('data', (bytes: Buffer) => {
      text += bytes.toString()
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const [, data] = /^event: change\ndata: (.*)$/.exec(event) ?? []
        if (data) hear.change(JSON.parse(data) as LiveChange)
      }
    })
    answer.on('error', () => undefined)
    answer.once('close', () => hear.fail())
  })
  sent.end()
  return { close: () => current.close() }
}

/** One browser with the portal's own code, and the number that it last read; `sites` are those behind one address. */
function openBrowser(buyer: SignedInBuyer, sites: readonly string[], read: () => number) {
  const seen = { value: -1, at: 0, connections: 0, isPolling: false }
  let isClosed = false
  const wiring: Wiring = {
    lock: (_signal, held) => void held(),
    openChannel: () => ({ post: () => undefined, close: () => undefined }),
    openSource: (hear) => {
      seen.connections += 1
      const source = openSource({ ...hear, fail: () => isClosed || hear.fail() }, buyer, sites)
      return {
        close: () => {
          source.close()
        },
      }
    },
    wait(ms, then) {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
    random: Math.random,
  }
  const stop = followStream(wiring, {
    onTopics(topics) {
      if (topics.includes('orders')) Object.assign(seen, { value: read(), at: performance.now() })
    },
    onStreaming: (isStreaming) => {
      seen.isPolling = !isStreaming
    },
  })
  return {
    seen,
    close() {
      isClosed = true
      stop()
    },
  }
}

test('a stream outlives a crash of PostgreSQL, and its page then refetches everything', async () => {
  const [buyer] = buyers
  if (!buyer) throw new Error('no buyer was made')
  const browser = openBrowser(buyer, [installation.portalUrl], () => 1)
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
    (buyer) => openBrowser(buyer, [installation.portalUrl, second], () => committed),
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
