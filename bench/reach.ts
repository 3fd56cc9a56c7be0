/**
 * From an order with a public address to sshd's banner seen from outside, on a real Incus, alternating with the bare REST
 * create of the same container and forward on the same Incus, whose network already has the rule. Both are probed from the
 * same vantage, in a network namespace outside the zone. The bare create finds its network made, as an order does.
 *
 *   CLOUD_IMAGE=/path/debian-cloud.tar.gz npm run bench -- reach
 *   CLOUD_IMAGE=/path/debian-cloud.tar.gz NETWORKS=ovn npm run bench -- reach      three members with OVN, public addresses by BGP
 */
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { Pool } from 'undici'
import { staffTestContext, systemTestContext } from '../db/testing/contexts.ts'
import { testEncryptionKey } from '../db/testing/template.ts'
import { defineAddressBundle, definePrice } from '../lib/catalogue/index.ts'
import { seedContext } from '../lib/datacentre/testing/datacenter.ts'
import { addHypervisor, confirmHypervisor, listHypervisors } from '../lib/hypervisors/index.ts'
import { addVantage, askVantage, openVantages, readHypervisor } from '../lib/hypervisors/runtime.ts'
import { type Id, newId } from '../lib/kernel/ids.ts'
import { systemNow } from '../lib/kernel/time/clock.ts'
import { defineSellingEntity, placeOrder } from '../lib/ordering/index.ts'
import { makeCatalogue, testSeller } from '../lib/ordering/testing/order-world.ts'
import { changeFirewallInput } from '../lib/resources/firewall/schema.ts'
import { addAddressPool, changeFirewall } from '../lib/resources/index.ts'
import { startWorkerProcess } from '../lib/resources/testing/worker-process.ts'
import { makeBuyers, type TestBuyer } from '../testing/buyer.ts'
import { openDurableDatabase } from './support/durable-database.ts'
import { percentile } from './support/percentile.ts'
import { startBridgeZone, startOvnZone } from './support/reach-zone.ts'

const rounds = 3
const zoneCode = 'PAR3'
const alias = 'debian-cloud'
/** No service of the image listens here. */
const unusedPort = 81
const publicRange = '198.51.100.0/25'
/** Addresses of the bare creates: of the same range, in no pool. */
const bareAddress = (round: number) => `198.51.100.${200 + round}`

export async function run(): Promise<Record<string, number | string>> {
  const image = process.env.CLOUD_IMAGE
  if (!image) return { unmeasured: 'CLOUD_IMAGE names no image with sshd' }
  process.env.ENCRYPTION_KEY = testEncryptionKey
  process.env.PORTAL_URL = 'http://localhost:3000'
  const member = await (process.env.NETWORKS === 'ovn' ? startOvnZone() : startBridgeZone())
  const { vantage } = member
  const { server, database } = await openDurableDatabase()
  const sql = postgres(database.roleUrl('andromede_migrator'), { max: 2, onnotice: () => undefined })
  const incus = new Pool('http://incus', { connect: { socketPath: member.socketPath } })
  await importImage(incus, image)
  for (const target of member.members) await unpack(incus, target)
  const zone = await sellOn(member.https.address, member.https.token)
  await addVantage(systemTestContext(systemNow()), {
    ...{ name: 'outside', endpoint: `unix:${vantage.socket}`, source: vantage.source },
    fingerprint: '0'.repeat(64),
  })
  const [outside] = await openVantages(systemTestContext(systemNow()))
  if (!outside) throw new Error('the vantage was added')
  /** Milliseconds until the vantage reads the banner. */
  const banner = async (address: string, begun: number) => {
    await until(async () => {
      const { state } = await askVantage(outside, { address, port: 22 }, AbortSignal.timeout(5_000))
      return state === 'open'
    })
    return Math.round(performance.now() - begun)
  }
  const worker = startWorkerProcess(database)
  try {
    await worker.ready
    const [organisation] = await makeBuyers(database.sql, 1)
    await defineSellingEntity(seedContext(), testSeller)
    const catalogue = await makeCatalogue([])
    const [place] = await sql<{ zoneId: Id<'zone'>; imageId: Id<'image'> }[]>`
      select z.id as "zoneId", i.image_id as "imageId" from zones z join zone_images i on i.zone_id = z.id
      where z.code = ${zoneCode} and i.alias = ${alias}`
    if (!place || !organisation) throw new Error('the zone sells the image')
    await sellAddresses(zone)
    await sql`update hosts set vcpu_overcommit_percent = 1600, vcpu_free = vcpu_free + vcpu_physical * 14,
      disk_gib_physical = disk_gib_physical + 1000, disk_gib_free = disk_gib_free + 1000`
    await until(async () => (await sql`select from zone_reach where reached_at is not null`).length > 0)
    await until(async () => (await sql`select from spare_networks where made_at is not null`).length > 0)
    const ordered: number[] = []
    const bare: number[] = []
    const shown: number[] = []
    for (let round = 0; round <= rounds; round += 1) {
      const begun = performance.now()
      const address = await orderServer(organisation, catalogue.server, place, round, sql)
      const orderedMs = await banner(address, begun)
      await until(async () => (await openTests(sql, address)).length > 0)
      const shownMs = Math.round(performance.now() - begun)
      if (round === 0) await openNetwork(sql)
      const target = member.members.length > 0 ? await memberOf(sql, address) : null
      const bareBegun = performance.now()
      const bareMs = await banner(await createBare(incus, round, target), bareBegun)
      // The first order creates its project and network, and each pool unpacks the image once.
      if (round === 0) continue
      ordered.push(orderedMs)
      shown.push(shownMs)
      bare.push(bareMs)
      console.error(`round ${round}: ordered ${orderedMs} ms, shown ${shownMs} ms, bare ${bareMs} ms`)
    }
    const [address] = await sql<{ address: string }[]>`
      select address from public_addresses where instance_id is not null order by reserved_at limit 1`
    const opened = await openPort(organisation, sql, () =>
      askVantage(outside, { address: address?.address ?? '', port: unusedPort }, AbortSignal.timeout(5_000)),
    )
    const p50 = (of: readonly number[]) => percentile(of, 0.5)
    return {
      networks: process.env.NETWORKS ?? 'bridges',
      rounds,
      orderToBannerP50Ms: p50(ordered),
      orderToPageSaysSoP50Ms: p50(shown),
      bareToBannerP50Ms: p50(bare),
      ratio: Math.round((p50(ordered) / p50(bare)) * 100) / 100,
      ruleSavedToInForceP50Ms: p50(opened),
      ruleSavedToInForceMostMs: Math.max(...opened),
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

async function importImage(incus: Pool, path: string): Promise<void> {
  const body = readFileSync(path)
  const asked = await incus.request({
    method: 'POST',
    path: '/1.0/images',
    body,
    headers: { 'content-type': 'application/octet-stream', 'x-incus-filename': 'debian-cloud.tar.gz' },
  })
  const { operation } = (await asked.body.json()) as { operation: string }
  const ended = await incus.request({ method: 'GET', path: `${operation}/wait?timeout=120` })
  const { metadata } = (await ended.body.json()) as { metadata: { metadata: { fingerprint: string } } }
  const target = metadata.metadata.fingerprint
  const named = await incus.request({
    method: 'POST',
    path: '/1.0/images/aliases',
    body: JSON.stringify({ name: alias, target }),
  })
  await named.body.dump()
}

async function sellOn(address: string, token: string): Promise<Id<'zone'>> {
  const staff = staffTestContext(newId('staff'), ['capacity'], systemNow())
  const input = { zoneCode, zoneName: 'Paris-Sud', city: 'Massy', address, token }
  const { id: hypervisorId } = await addHypervisor(staff, input)
  await readHypervisor(systemTestContext(systemNow()), { hypervisorId })
  const [found] = await listHypervisors(staff)
  await confirmHypervisor(staff, { hypervisorId, revision: found?.revision ?? 0 })
  const [confirmed] = await listHypervisors(staff)
  if (!confirmed?.zoneId) throw new Error('the confirmed hypervisor is a zone')
  return confirmed.zoneId
}

async function sellAddresses(zoneId: Id<'zone'>): Promise<void> {
  const bundleId = await defineAddressBundle(seedContext(), { slug: 'ipv4', name: 'IPv4', position: 90 })
  const validFrom = new Date('2026-01-01T00:00:00Z')
  await definePrice(seedContext(), {
    bundleId,
    meter: 'public_address',
    microCentsPerHour: 300_000n,
    validFrom,
  })
  const staff = staffTestContext(newId('staff'), ['capacity'], systemNow())
  await addAddressPool(staff, { zoneId, range: publicRange })
}

/** The public address of the server ordered, as the answered order gave it. */
async function orderServer(
  organisation: TestBuyer,
  bundleId: Id<'bundle'>,
  { zoneId, imageId }: { zoneId: Id<'zone'>; imageId: Id<'image'> },
  round: number,
  sql: postgres.Sql,
): Promise<string> {
  const answer = await placeOrder(organisation.as('owner', new Date()), {
    idempotencyKey: crypto.randomUUID(),
    lines: [
      {
        ...{ bundleId, zoneId, imageId, sshKeyIds: [], name: `banc-${round}`, quantity: 1 },
        publicAddress: true,
        sshAccess: { from: 'everyone', confirm: true },
      },
    ],
  })
  if (answer.outcome !== 'accepted') throw new Error(`the order was answered ${JSON.stringify(answer)}`)
  const [row] = await sql<{ address: string }[]>`
    select a.address from public_addresses a join order_lines l on l.id = a.order_line_id
    where l.order_id = ${answer.orderId}`
  if (!row) throw new Error('the order reserved an address')
  return row.address
}

/**
 * Milliseconds from the customer's saving of a rule until a packet from outside is answered, ten times: the rule is removed
 * again in between. It opens a port on which nothing listens: the server's refusal is the answer. sshd would ban the
 * vantage after fifteen connections without a sign-in. A question starts every 80 ms, whether earlier ones
 * were answered or not: at most 40 of the vantage's 50 at once.
 */
async function openPort(
  organisation: TestBuyer,
  sql: postgres.Sql,
  ask: () => Promise<{ state: string }>,
): Promise<number[]> {
  const change = (edit: unknown) =>
    changeFirewall(organisation.as('owner', systemNow()), changeFirewallInput.parse({ edit, confirm: true }))
  const close = async () => {
    for (const { id } of await sql`select id from firewall_rules`)
      await change({ do: 'remove_rule', ruleId: id })
    await allApplied(sql)
  }
  const [set] = await sql<{ id: string }[]>`select id from rule_sets limit 1`
  const peer = { kind: 'anywhere' }
  const rule = { direction: 'in', protocol: 'tcp', ports: String(unusedPort), peer }
  const times: number[] = []
  for (let round = 0; round < 10; round += 1) {
    await close()
    const begun = performance.now()
    await change({ do: 'add_rule', setId: set?.id, rule })
    let answeredAt: number | null = null
    while (answeredAt === null) {
      void ask()
        .then(({ state }) => {
          if (state === 'refused') answeredAt ??= performance.now()
        })
        .catch(() => undefined)
      await wait(80)
    }
    times.push(Math.round(answeredAt - begun))
  }
  return times
}

/** The rule of the first order, for every server of its network: the bare creates have no rule of their own. */
async function openNetwork(sql: postgres.Sql): Promise<void> {
  await sql`update firewall_rules set local_instance_id = null`
  await sql`update private_networks set revision = revision + 1`
  await allApplied(sql)
}

const allApplied = (sql: postgres.Sql) =>
  until(async () => (await sql`select from private_networks where applied_revision < revision`).length === 0)

const openTests = (sql: postgres.Sql, address: string) => sql`
  select from reach_tests t join public_addresses a on a.instance_id = t.instance_id
  where a.address = ${address} and t.finished_at is not null and t.result -> 'public' -> 0 ->> 'verdict' = 'open'`

/** The first container of a member waits until its pool has unpacked the image. */
async function unpack(incus: Pool, target: string): Promise<void> {
  const name = `first-${target}`
  const source = { type: 'image', alias }
  await done(incus, `/1.0/instances?target=${target}`, { name, type: 'container', source })
  const removed = await incus.request({ method: 'DELETE', path: `/1.0/instances/${name}` })
  await removed.body.dump()
}

/** The member on which the server of this address runs. */
async function memberOf(sql: postgres.Sql, address: string): Promise<string> {
  const [host] = await sql<{ name: string }[]>`
    select h.name from hosts h join instances i on i.host_id = h.id
    join public_addresses a on a.instance_id = i.id where a.address = ${address}`
  return host?.name.match(/n\d$/)?.[0] ?? ''
}

/** The same container on the first customer's network, with a forward; its rules are those of that network. */
async function createBare(incus: Pool, round: number, target: string | null): Promise<string> {
  const asked = await incus.request({ method: 'GET', path: '/1.0/networks?recursion=1' })
  const { metadata } = (await asked.body.json()) as {
    metadata: { name: string; config: Record<string, string> }[]
  }
  // Spare networks, which belong to the operator, have names of the same form.
  const network = metadata.find(({ config }) => config['user.andromede.organisation_id']?.startsWith('org_'))
  const range = network?.config['ipv4.address']?.replace(/\.\d+\/\d+$/, '')
  if (!network || !range) throw new Error('the first order made a network')
  const [own, listen] = [`${range}.${200 + round}`, bareAddress(round)]
  await done(incus, `/1.0/instances${target ? `?target=${target}` : ''}`, {
    name: `bare-${round}`,
    type: 'container',
    start: true,
    source: { type: 'image', alias },
    config: { 'limits.cpu': '1', 'limits.memory': '1024MiB' },
    devices: {
      root: { type: 'disk', path: '/', pool: 'default', size: '10GiB' },
      eth0: { type: 'nic', name: 'eth0', network: network.name, 'ipv4.address': own },
    },
  })
  const forward = { listen_address: listen, config: { target_address: own } }
  const made = await incus.request({
    method: 'POST',
    path: `/1.0/networks/${network.name}/forwards`,
    body: JSON.stringify(forward),
  })
  const text = await made.body.text()
  if (made.statusCode >= 400) throw new Error(text)
  return listen
}

async function done(incus: Pool, path: string, json: unknown): Promise<void> {
  const asked = await incus.request({ method: 'POST', path, body: JSON.stringify(json) })
  const { operation } = (await asked.body.json()) as { operation: string }
  type Ended = { metadata: { status_code: number; err: string } }
  const running = 103
  for (;;) {
    const ended = await incus.request({ method: 'GET', path: `${operation}/wait?timeout=60` })
    const { metadata } = (await ended.body.json()) as Ended
    if (metadata.status_code === 200) return
    if (metadata.status_code !== running) throw new Error(metadata.err)
  }
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries += 1) {
    if (tries > 6_000) throw new Error('it did not come')
    await wait(20)
  }
}
