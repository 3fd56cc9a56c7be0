import { rm, writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { balancerImage } from '~/lib/hypervisors/incus/balancers/containers'
import { importBalancerImage } from '~/lib/hypervisors/testing/balancer-image'
import { startIncusCluster } from '~/lib/hypervisors/testing/incus-cluster'
import { openOvnWorld } from '~/lib/hypervisors/testing/ovn-world'
import { soon } from '~/lib/hypervisors/testing/world'
import type { Id } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { openBalancerWorld } from '~/lib/ordering/testing/balancer-world'
import { applyBalancers, applyNetworks, observeBalancers } from '~/lib/resources/runtime'
import { drain, turnUntil } from '../testing/drain-world'

const cluster = await startIncusCluster(3, { networks: 'ovn' })
afterAll(() => (cluster.available ? cluster.stop() : undefined), 60_000)
if (!cluster.available) console.warn(`Moves behind a balancer are skipped: ${cluster.reason}`)
const socketPath = cluster.available ? cluster.socketPath(1) : ''
const hasImage = cluster.available && (await importBalancerImage(socketPath, balancerImage))
if (cluster.available && !hasImage) console.warn('Moves behind a balancer are skipped: no package haproxy')
const perSecond = 200

/** A client holds its connection for so long before it asks: HAProxy cannot send what began to another server. */
const holdMs = 500

/** So many clients a second, each with a connection of its own, until the file exists; prints what it counted. */
const load = (address: string) => `
  const net = require('node:net')
  const fs = require('node:fs')
  let asked = 0, lost = 0, open = 0, slowest = 0
  const reasons = {}
  const ask = () => {
    asked += 1; open += 1
    const from = Date.now()
    let text = '', reason = 'cut'
    const socket = net.connect({ host: '${address}', port: 80 })
    socket.setTimeout(10000, () => { reason = 'timeout'; socket.destroy() })
    socket.on('connect', () => setTimeout(() => socket.write('GET / HTTP/1.0\\r\\n\\r\\n'), ${holdMs}))
    socket.on('data', (part) => { text += part })
    socket.on('error', (error) => { reason = error.code ?? error.message })
    socket.on('close', () => {
      open -= 1
      slowest = Math.max(slowest, Date.now() - from)
      if (text.includes(' 200 ') && text.includes('hello from')) return
      lost += 1; reasons[reason] = (reasons[reason] ?? 0) + 1
    })
  }
  const startedAt = Date.now()
  const timer = setInterval(() => {
    const due = Math.floor((Date.now() - startedAt) * ${perSecond} / 1000)
    while (asked < due) ask()
  }, 5)
  const stop = setInterval(() => {
    if (!fs.existsSync(process.argv[1])) return
    clearInterval(timer)
    if (open > 0) return
    clearInterval(stop)
    console.log(JSON.stringify({ asked, lost, slowest, reasons, seconds: (Date.now() - startedAt) / 1000 }))
  }, 50)
`

describe.skipIf(!hasImage)('servers behind a load balancer', { timeout: 900_000 }, () => {
  const database = useTestDatabase()

  it(`are moved by relocations one after another, and none of ${perSecond} requests a second is lost`, async () => {
    if (!cluster.available) return
    const ovn = openOvnWorld(socketPath)
    const hostNames = ['n1', 'n2', 'n3']
    const world = await openBalancerWorld(database.current, database.sql, {
      driver: ovn.all,
      driverOf: (organisationId) => ovn.driverOf({ organisationId }),
      hostNames,
      image: 'busybox',
      addresses: '198.51.100.64/28',
    })
    const servers = [world.server, await world.runningServer(), await world.runningServer()]
    const settings = world.settings()
    const check = { protocol: 'http' as const, path: '/', intervalSeconds: 1, rise: 1, fall: 2 }
    const balancerId = await world.working({
      settings: {
        listeners: [{ port: 80, protocol: 'tcp', certificateId: null, redirectsToHttps: false }],
        pool: { ...settings.pool, check, instanceIds: servers, tags: [] },
      },
    })
    await applyNetworks(systemTestContext(systemNow()), world.drivers)
    await expect
      .poll(async () => (await world.backends(balancerId))?.map(({ health }) => health), { timeout: 60_000 })
      .toEqual(['up', 'up', 'up'])
    const address = (await world.addressOf(balancerId))?.address ?? ''
    const ask = async () => (await cluster.onInternet('curl', '-s', '-m', '2', `http://${address}/`)).stdout
    await expect.poll(ask, { timeout: 60_000, interval: 500 }).toMatch(/^hello from/)

    // What the worker does meanwhile.
    const stopping = new AbortController()
    const working = (async () => {
      while (!stopping.signal.aborted) {
        await applyBalancers(systemTestContext(systemNow()), world.drivers)
        await observeBalancers(systemTestContext(systemNow()), world.drivers)
        await pause(1_000)
      }
    })()
    const flag = `/tmp/andromede-load-${process.pid}`
    const counted = cluster.onInternet(process.execPath, '-e', load(address), flag)
    const placesBefore = await places(servers)
    let moved = 0
    for (const hostId of world.saga.estate.zone.hostIds.slice(0, hostNames.length)) {
      await database.sql`update hosts set state = 'in_service' where name in ${database.sql(hostNames)}`
      const before = await places(servers)
      const relocationId = await drain(hostId, { concurrentMax: 1 })
      await turnUntil(world.saga, relocationId, 'done')
      const after = await places(servers)
      moved += servers.filter((_, index) => before[index] !== after[index]).length
    }
    await writeFile(flag, '')
    const { stdout } = await counted
    await rm(flag)
    stopping.abort()
    await working
    const { asked, lost, reasons, slowest, seconds } = JSON.parse(stdout)
    console.log(
      `balancer: ${asked} requests in ${Math.round(seconds)} s (${Math.round(asked / seconds)}/s) during ${moved} moves, ${lost} lost ${JSON.stringify(reasons)}, slowest ${slowest} ms`,
    )
    expect(placesBefore).toHaveLength(3)
    expect(moved).toBeGreaterThanOrEqual(3)
    expect(lost).toBe(0)
    expect(asked / seconds).toBeGreaterThan(perSecond * 0.9)
    expect(await database.sql`select from drained_servers`).toHaveLength(0)
    expect(await world.healthy()).toEqual([])
    for (const id of servers)
      expect(await world.driver.observeInstance(id, soon())).toMatchObject({ power: 'running' })
    await world.close()
    await ovn.close()

    async function places(ids: readonly Id<'instance'>[]): Promise<string[]> {
      const rows = await database.sql<{ id: string; host: string }[]>`
        select i.id, h.name as host from instances i join hosts h on h.id = i.host_id`
      return ids.map((id) => rows.find((row) => row.id === id)?.host ?? '')
    }
  })
})
