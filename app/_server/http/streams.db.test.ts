import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleOptions } from '~/bin/lib/bundle-options'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { contextOf, signInAs, visitor } from '~/lib/identity/testing/people'
import { systemNow } from '~/lib/kernel/time/clock'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { openStreamBrowser, type StreamRequest } from '~/testing/stream-browser'

const browsers = 200
const { sql, current } = useTestDatabase()
const folder = `test-results/streams-${process.pid}`
const sites: { url: string; process: ChildProcess }[] = []
let buyers: TestBuyer[]
let asked: StreamRequest[]

async function startSite() {
  const child = spawn(process.execPath, [path.join(folder, 'stream-process.mjs')], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      SURFACE: 'portal',
      DATABASE_URL: current.urls.portal,
      ...(process.env.DATABASE_SOCKET_FOLDER && {
        DATABASE_SOCKET_FOLDER: process.env.DATABASE_SOCKET_FOLDER,
      }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  sites.push({ url: `http://127.0.0.1:${/port (\d+)/.exec(String(line))?.[1]}`, process: child })
}

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '100'
  await build({
    entryPoints: { 'stream-process': 'app/_server/http/testing/stream-process.ts' },
    outdir: folder,
    ...bundleOptions(),
  })
  buyers = await makeBuyers(sql, browsers / 10)
  asked = []
  for (const { organisationId, owner } of buyers) {
    await sql`update accounts set totp_enabled_at = null, totp_secret_sealed = null where id = ${owner.accountId}`
    const now = visitor('portal', systemNow())
    const { actor } = await contextOf(now, await signInAs(now, owner.email))
    const membership = { organisationId, role: 'owner', organisationState: 'active' }
    asked.push({ path: '/', headers: { 'x-context': JSON.stringify({ ...now, actor, membership }) } })
  }
  await startSite()
  await startSite()
}, 120_000)
afterAll(() => {
  for (const site of sites) site.process.kill('SIGKILL')
})

test('at SIGTERM a site with 200 streams, unread ones and silent connections ends; its browsers connect to another one and miss no change', async () => {
  const [first, second] = sites
  if (!first || !second) throw new Error('two sites do not run')
  let committed = 0
  const each = Array.from({ length: browsers }, (_, at) =>
    openStreamBrowser(asked[at % asked.length] as StreamRequest, [first.url, second.url], () => committed),
  )
  const areAbreast = () => each.every(({ seen }) => seen.value === committed)
  const waiting = { timeout: 60_000, interval: 20 }
  await expect.poll(areAbreast, waiting).toBe(true)

  const change = async () => {
    await sql.begin(async (tx) => {
      for (const { organisationId } of buyers)
        await tx`select app.note_change('orders', ${organisationId}, '')`
    })
    committed += 1
  }
  await change()
  await expect.poll(areAbreast, waiting).toBe(true)

  const silent = connect(Number(new URL(first.url).port), '127.0.0.1').on('error', () => undefined)
  const unread = request(first.url, { headers: asked[0]?.headers ?? {}, agent: false }).on(
    'error',
    () => undefined,
  )
  unread.end()
  const [answer] = await once(unread, 'response')
  answer.pause()

  let isSwitching = true
  const changing = (async () => {
    while (isSwitching) await change()
  })()
  const exited = once(first.process, 'exit')
  first.process.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  await expect.poll(() => each.every(({ seen }) => seen.connections >= 2), waiting).toBe(true)
  isSwitching = false
  await changing
  await expect.poll(areAbreast, waiting).toBe(true)
  expect(each.filter(({ seen }) => seen.isPolling)).toEqual([])
  for (const browser of each) browser.close()
  silent.destroy()
  unread.destroy()
})
