/** The image under Podman as in docs/operating/images.md, with PostgreSQL, without a route to anywhere. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDistDir } from '../../bin/lib/test/steps'
import { findFreePort } from '../../db/embedded/free-port'
import { missingFor, podman } from '../../deploy/testing/podman'
import { startHaproxy } from '../../deploy/testing/start-haproxy'
import type { TestCatalogue } from '../../lib/ordering/testing/order-world'
import { type Containers, confined, openContainers, type ProductContainer } from '../image/containers'
import type { SellingZone, SignedInBuyer } from '../support/crowd'

const missing = missingFor('image/postgres-packages.sh')
if (missing !== null) process.stdout.write(`the image is not run: ${missing}\n`)
/** Images that were built before, in place of those of these sources. */
const { IMAGE: given, POSTGRES_IMAGE: givenPostgres } = process.env
const image = given ?? `localhost/andromede:run-${process.pid}`
const postgresImage = givenPostgres ?? `localhost/andromede-postgres:run-${process.pid}`
const started = ['portal', 'operator', 'worker', 'console', 'api'] as const
const clients = Number(process.env.CLIENTS ?? 10)
const slots = 2_000

describe.runIf(missing === null)('the image under Podman', () => {
  let containers: Containers
  let proxy: ReturnType<typeof startHaproxy> | undefined
  let portalUrl: string
  let zone: SellingZone
  let catalogue: TestCatalogue
  let buyers: SignedInBuyer[]
  // Its modules read the installation's addresses at import.
  let crowd: typeof import('../support/crowd')
  let ordering: typeof import('../support/keep-ordering')
  let counter: ReturnType<typeof ordering.openCounter>
  let before: string[]
  /** Orders that a portal accepted while another one ended. */
  let acceptedOnTheWay = 0

  beforeAll(async () => {
    const env = { ...process.env, NEXT_DIST_DIR: testDistDir }
    if (given === undefined) execFileSync('bash', ['bin/image/build.sh', image], { env, stdio: 'inherit' })
    if (givenPostgres === undefined)
      execFileSync('bash', ['bin/image/postgres.sh', postgresImage], { stdio: 'inherit' })
    const port = await findFreePort()
    portalUrl = `http://127.0.0.1:${port}`
    containers = await openContainers({ image, postgresImage, portalUrl })
    Object.assign(process.env, containers.environment)
    proxy = startHaproxy(port, [containers.addressOf('portal'), containers.addressOf('portal-2')])
  }, 1_200_000)

  afterAll(async () => {
    await proxy?.stop()
    await containers?.close()
    const built = given === undefined ? [image, `localhost/andromede-base:run-${process.pid}`] : []
    if (givenPostgres === undefined) built.push(postgresImage)
    if (built.length > 0) await podman('rmi', '-f', ...built)
  }, 120_000)

  /** Processor time of the container's process, in milliseconds. */
  async function processorMs(name: ProductContainer): Promise<number> {
    const { State } = await containers.inspect(name)
    const fields = readFileSync(`/proc/${State.Pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  }

  test.each(started)('%s becomes ready after each start', async (name) => {
    const turns: { readyMs: number; processorMs: number }[] = []
    for (let turn = 0; turn < 3; turn += 1) {
      if (turn > 0) await containers.stop(name)
      const readyMs = Math.round(await containers.start(name))
      turns.push({ readyMs, processorMs: await processorMs(name) })
    }
    process.stdout.write(`${name}: ${JSON.stringify(turns)}\n`)
    expect(turns).toHaveLength(3)
  })

  test('each process runs as user 10001 without capabilities, on a read-only root', async () => {
    for (const name of started) {
      const { Config, HostConfig, EffectiveCaps } = await containers.inspect(name)
      expect([name, Config.User, HostConfig.ReadonlyRootfs, EffectiveCaps ?? []]).toEqual([
        name,
        '10001:10001',
        true,
        [],
      ])
    }
  })

  test.each(['site', 'worker', 'console', 'api'])(
    '%s loads its modules as V8 compiled them',
    async (program) => {
      const noting = ['--network', 'none', '--env', 'NODE_DEBUG_NATIVE=COMPILE_CACHE']
      const command = ['node', `.next/programs/${program}.mjs`]
      // It ends once it has read its settings, of which there are none.
      const refusal = await podman('run', '--rm', ...confined, ...noting, image, ...command).catch(
        (error: { code: number; stderr: string }) => error,
      )
      const { code, stderr } = refusal as { code: number; stderr: string }
      expect(code).toBe(1)
      const notes = stderr.split('\n').filter((line) => line.startsWith('[compile cache] reading cache from'))
      expect(notes.length).toBeGreaterThan(100)
      expect(notes.filter((line) => !line.includes('success'))).toEqual([])
      expect(stderr).not.toContain('was rejected')
    },
  )

  test('buyers order servers through the proxy, and these run', async () => {
    await containers.start('portal-2')
    crowd = await import('../support/crowd')
    ordering = await import('../support/keep-ordering')
    const world = await import('~/lib/ordering/testing/order-world')
    const datacenter = await import('~/lib/datacentre/testing/datacenter')
    const { defineSellingEntity } = await import('~/lib/ordering')
    // An installation without a demonstration has no seller yet.
    await defineSellingEntity(datacenter.seedContext(), world.testSeller)
    buyers = await crowd.makeSignedInBuyers(clients)
    zone = { ...(await datacenter.makeZone({ count: 10, vcpu: slots / 10 })), slots }
    catalogue = await world.makeCatalogue([zone])
    // The limits of requests are those of production.
    counter = ordering.openCounter({ portalUrl, zone, catalogue, alsoAway: ['rate_limited'] })
    before = await ordering.listViolations()
    await Promise.all(buyers.slice(0, 4).map(counter.order))
    await counter.expectAll()
  })

  /** What fails of pages and orders of all clients while `work` runs; it waits for more answers by `answers`. */
  async function failuresDuring(work: (answers: () => Promise<void>) => Promise<unknown>): Promise<string[]> {
    const failures: string[] = []
    let answered = 0
    let isOver = false
    const note = (what: string, isGood: boolean) => {
      answered += 1
      if (!isGood) failures.push(what)
    }
    async function browse(buyer: SignedInBuyer): Promise<void> {
      while (!isOver) {
        const page = await fetch(`${portalUrl}/zones`, { headers: { cookie: buyer.cookie } }).then(
          async (answer) => `${answer.status} ${(await answer.text()).includes('<html')}`,
          (error: Error) => `${error.message} ${error.cause}`,
        )
        note(`page ${page}`, page === '200 true')
        const order = crowd.orderOf(buyer, zone, catalogue)
        const outcome = await crowd.postOrder(portalUrl, buyer, order).then(
          (answer) => `${answer.status} ${answer.outcome}`,
          (error: Error) => `${error.message} ${error.cause}`,
        )
        if (outcome === '200 accepted') acceptedOnTheWay += 1
        note(`order ${outcome}`, outcome === '200 accepted' || outcome === '200 rate_limited')
      }
    }
    const browsing = Promise.all(buyers.map(browse))
    const answers = async () => {
      const goal = answered + 100
      await expect.poll(() => answered, { timeout: 300_000 }).toBeGreaterThan(goal)
    }
    try {
      await answers()
      await work(answers)
      await answers()
    } finally {
      isOver = true
      await browsing
    }
    process.stdout.write(`${answered} requests, ${failures.length} failed ${[...new Set(failures)]}\n`)
    return failures
  }

  test('SIGTERM of one portal of two fails no request', async () => {
    const ends: { code: number; milliseconds: number }[] = []
    const failures = await failuresDuring(async (answers) => {
      for (const name of ['portal', 'portal-2'] as const) {
        ends.push(await containers.stop(name))
        await answers()
        await containers.start(name)
        await answers()
      }
    })
    process.stdout.write(`ended ${JSON.stringify(ends)}\n`)
    expect(failures).toEqual([])
    expect(ends.map(({ code }) => code)).toEqual([0, 0])
  }, 1_200_000)

  test('the password of the portal’s role changes, and fails no request', async () => {
    let former = ''
    const failures = await failuresDuring(async (answers) => {
      former = await containers.beginPasswordRotation('andromede_portal')
      await containers.replace('portal')
      await answers()
      await expect(containers.finishPasswordRotation('andromede_portal')).rejects.toThrow(
        'andromede_portal is in use by a process',
      )
      await containers.replace('portal-2')
      const { closeDatabase } = await import('~/db/client')
      await closeDatabase()
      expect(await containers.finishPasswordRotation('andromede_portal')).toBe('andromede_portal is closed')
    })
    expect(failures).toEqual([])
    const sql = postgres(former, { max: 1 })
    await expect(sql`select 1`).rejects.toThrow('password authentication failed')
    await sql.end()
  }, 1_200_000)

  test('SIGTERM of the worker loses nothing', async () => {
    const ends: number[] = []
    let isOver = false
    const keepOrdering = async (buyer: SignedInBuyer) => {
      while (!isOver) await counter.order(buyer)
    }
    const working = Promise.all(buyers.slice(0, 8).map(keepOrdering))
    for (let turn = 0; turn < 3; turn += 1) {
      const goal = counter.acknowledged.length + 20
      await expect.poll(() => counter.acknowledged.length, { timeout: 300_000 }).toBeGreaterThan(goal)
      ends.push((await containers.stop('worker', 20)).code)
      await containers.start('worker')
    }
    isOver = true
    await working
    expect(ends).toEqual([0, 0, 0])
    const { until, sql } = await import('../support/database')
    const count = async () => {
      const [row] = await sql<{ orders: number; running: number; live: number }[]>`
        select count(distinct l.order_id)::int as orders, count(i.id) filter (where i.state = 'running')::int as running,
          count(*) filter (where l.state in ('accepted', 'in_progress'))::int as live
        from order_lines l left join instances i on i.order_line_id = l.id where l.zone_id = ${zone.zoneId}`
      return row
    }
    await until('every order is delivered', async () => (await count())?.live === 0, 300_000)
    const acknowledged = counter.acknowledged.length + acceptedOnTheWay
    const found = await count()
    process.stdout.write(`${acknowledged} orders acknowledged, ${found?.running} run\n`)
    // One whose answer was lost may exist too.
    expect(found?.running).toBeGreaterThanOrEqual(acknowledged)
    expect(found?.running).toBe(found?.orders)
    expect(await ordering.listViolations()).toEqual(before)
  }, 1_200_000)
})
