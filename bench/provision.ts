/**
 * From an order to a running server on a real Incus over HTTPS, alternating with the bare REST create of the same
 * container on the same Incus: the same limits, and a network card on the network and behind the rules of the first
 * customer. Both are also measured to the first response on the server's own network. The order uses the use case, a
 * worker in a separate process does the rest, on a durable database. A customer's first order, which takes over a
 * network and creates a project, is reported separately.
 */
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { Pool } from 'undici'
import { staffTestContext, systemTestContext } from '../db/testing/contexts.ts'
import { testEncryptionKey } from '../db/testing/template.ts'
import { seedContext } from '../lib/datacentre/testing/datacenter.ts'
import { addHypervisor, confirmHypervisor, listHypervisors } from '../lib/hypervisors/index.ts'
import { readHypervisor } from '../lib/hypervisors/runtime.ts'
import { startIncusMember } from '../lib/hypervisors/testing/incus-member.ts'
import { type Id, newId } from '../lib/kernel/ids.ts'
import { systemNow } from '../lib/kernel/time/clock.ts'
import { defineSellingEntity, placeOrder } from '../lib/ordering/index.ts'
import { makeCatalogue, testSeller } from '../lib/ordering/testing/order-world.ts'
import { startWorkerProcess } from '../lib/resources/testing/worker-process.ts'
import { makeBuyers, type TestBuyer } from '../testing/buyer.ts'
import { openDurableDatabase } from './support/durable-database.ts'
import { percentile } from './support/percentile.ts'

const rounds = 12
const zoneCode = 'PAR3'

export async function run(): Promise<Record<string, number | string>> {
  process.env.ENCRYPTION_KEY = testEncryptionKey
  process.env.PORTAL_URL = 'http://localhost:3000'
  const member = await startIncusMember({ https: true })
  if (!member.available) return { unmeasured: `no Incus here: ${member.reason}` }
  if (!member.https) throw new Error('the member listens over HTTPS')
  console.error('Incus is up')
  const { server, database } = await openDurableDatabase()
  const sql = postgres(database.roleUrl('andromede_migrator'), { max: 2, onnotice: () => undefined })
  const incus = new Pool('http://incus', { connect: { socketPath: member.socketPath } })
  await sellOn(member.https.address, member.https.token)
  const worker = startWorkerProcess(database)
  try {
    await worker.ready
    // Two, because of the rate limit on orders.
    const organisations = await makeBuyers(database.sql, 2)
    await defineSellingEntity(seedContext(), testSeller)
    const catalogue = await makeCatalogue([])
    const [place] = await sql<{ zoneId: Id<'zone'>; imageId: Id<'image'> }[]>`
      select z.id as "zoneId", i.image_id as "imageId" from zones z join zone_images i on i.zone_id = z.id
      where z.code = ${zoneCode}`
    if (!place) throw new Error('the zone sells an image')
    // The machine is small, and only time is measured here.
    await sql`update hosts set vcpu_overcommit_percent = 1600, vcpu_free = vcpu_free + vcpu_physical * 14,
      disk_gib_physical = disk_gib_physical + 1000, disk_gib_free = disk_gib_free + 1000`
    await until(async () => (await sql`select from zone_reach where reached_at is not null`).length > 0)
    // Like a zone that was confirmed some time ago.
    await until(async () => (await sql`select from spare_networks where made_at is not null`).length > 1)
    console.error('the zone sells; ordering')
    const times: Record<'ordered' | 'orderedAnswer' | 'bare' | 'bareAnswer', number[]> = {
      ordered: [],
      orderedAnswer: [],
      bare: [],
      bareAnswer: [],
    }
    const first: number[] = []
    for (let round = 0; round < rounds + organisations.length; round += 1) {
      const organisation = organisations[round % organisations.length] as TestBuyer
      const line = {
        bundleId: catalogue.server,
        zoneId: place.zoneId,
        imageId: place.imageId,
        sshKeyIds: [],
        name: `banc-${round}`,
        quantity: 1,
      }
      const begun = Date.now()
      const answer = await placeOrder(organisation.as('owner', new Date()), {
        idempotencyKey: crypto.randomUUID(),
        lines: [line],
      })
      if (answer.outcome !== 'accepted') throw new Error(`the order was answered ${JSON.stringify(answer)}`)
      const steps = () => sql<{ name: string; finishedAt: Date; id: string }[]>`
        select t.name, t.finished_at as "finishedAt", i.id from instances i join sagas s on s.resource_id = i.id
        join saga_steps t on t.saga_id = s.id where i.name = ${line.name} and i.state = 'running'`
      await until(async () => (await steps()).length > 0)
      const done = await steps()
      const at = (name: string) =>
        (done.find((step) => step.name === name)?.finishedAt.getTime() ?? 0) - begun
      const bare = await createBare(incus, `bare-${round}`, await cardBeside(incus, round))
      console.error(`round ${round}: ordered ${at('boot')} ms, bare ${Math.round(bare.running)} ms`)
      // The first order of each creates its project and network, and unpacks the image.
      if (round < organisations.length) first.push(at('reachable'))
      if (round < organisations.length) continue
      times.ordered.push(at('boot'))
      times.orderedAnswer.push(at('reachable'))
      times.bare.push(bare.running)
      times.bareAnswer.push(bare.answered)
    }
    const p50 = (of: keyof typeof times) => percentile(times[of], 0.5)
    return {
      rounds,
      orderedToRunningP50Ms: p50('ordered'),
      orderedToRunningP95Ms: percentile(times.ordered, 0.95),
      bareCreateP50Ms: p50('bare'),
      ratio: round2(p50('ordered') / p50('bare')),
      orderedToAnswerP50Ms: p50('orderedAnswer'),
      bareToAnswerP50Ms: p50('bareAnswer'),
      answerRatio: round2(p50('orderedAnswer') / p50('bareAnswer')),
      firstOrderToAnswerMs: first.join(', '),
    }
  } finally {
    worker.kill('SIGTERM')
    await worker.exited
    await sql.end()
    await incus.destroy()
    await member.stop()
    await server.stop()
  }
}

async function sellOn(address: string, token: string): Promise<void> {
  const staff = staffTestContext(newId('staff'), ['capacity'], systemNow())
  const input = { zoneCode, zoneName: 'Paris-Sud', city: 'Massy', address, token }
  const { id: hypervisorId } = await addHypervisor(staff, input)
  await readHypervisor(systemTestContext(systemNow()), { hypervisorId })
  const [found] = await listHypervisors(staff)
  await confirmHypervisor(staff, { hypervisorId, revision: found?.revision ?? 0 })
}

/** The same container by one request that creates and starts it, then polling from inside until it answers. */
async function createBare(incus: Pool, name: string, card: Record<string, string>) {
  const begun = performance.now()
  await done(incus, '/1.0/instances', {
    name,
    type: 'container',
    start: true,
    source: { type: 'image', alias: 'busybox' },
    config: { 'limits.cpu': '1', 'limits.memory': '1024MiB' },
    devices: { root: { type: 'disk', path: '/', pool: 'default', size: '10GiB' }, eth0: card },
  })
  const running = performance.now() - begun
  const command = ['wget', '-q', '-O', '-', 'http://127.0.0.1/']
  for (let status = 1; status !== 0; ) {
    const body = { command, 'record-output': false, interactive: false, 'wait-for-websocket': false }
    status = await done(incus, `/1.0/instances/${name}/exec`, body)
  }
  return { running, answered: performance.now() - begun }
}

/** A card on the first customer network, with a free address. */
async function cardBeside(incus: Pool, round: number): Promise<Record<string, string>> {
  const asked = await incus.request({ method: 'GET', path: '/1.0/networks?recursion=1' })
  const { metadata } = (await asked.body.json()) as {
    metadata: { name: string; config: Record<string, string> }[]
  }
  const network = metadata.find(({ name }) => /^an[0-9a-f]{12}$/.test(name))
  const range = network?.config['ipv4.address']?.replace(/\.\d+\/\d+$/, '')
  if (!network || !range) throw new Error('the first order made a network')
  return { type: 'nic', name: 'eth0', network: network.name, 'ipv4.address': `${range}.${200 + round}` }
}

/** Waits for the operation to succeed; returns the exit code of its command. */
async function done(incus: Pool, path: string, json: unknown): Promise<number> {
  const asked = await incus.request({ method: 'POST', path, body: JSON.stringify(json) })
  const { operation } = (await asked.body.json()) as { operation: string }
  const ended = await incus.request({ method: 'GET', path: `${operation}/wait?timeout=30` })
  const { metadata } = (await ended.body.json()) as {
    metadata: { status_code: number; err: string; metadata: { return?: number } | null }
  }
  if (metadata.status_code !== 200) throw new Error(metadata.err)
  return metadata.metadata?.return ?? 0
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries += 1) {
    if (tries > 6_000) throw new Error('it did not come')
    await wait(10)
  }
}

const round2 = (ratio: number) => Math.round(ratio * 100) / 100
