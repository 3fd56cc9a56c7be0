import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { findFreePort } from '~/db/embedded/free-port'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { configurationOf, digestOf } from '~/lib/hypervisors/balancer/configuration'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { startFakeResolver } from '~/lib/names/testing/fake-resolver'
import { type Estate, insertOrderLine, makeEstate } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { readBalancerSpec } from '../../balancers/balancer-spec'
import { listCertificates } from '../list-certificates'
import { deleteCertificate, replaceCertificate } from '../manage-certificates'
import { openBundles } from '../open-bundles'
import { makeKey } from './account'
import { AcmeError } from './acme-error'
import { type AcmeServer, openAcmeServer } from './acme-server'
import { readAcme, setAcme, switchAcme } from './manage-acme'
import { orderCertificate, retryCertificate } from './order-certificate'
import { tendCertificateOrders } from './tend-orders'
import { hasHaproxy, hasPebble, startHaproxy, startPebble } from './testing/start-pebble'

const database = useTestDatabase()
const { sql } = database
/** Where the names of these tests lead: the address of the balancer, at which Pebble asks. */
const address = '127.0.0.1'
const known = new Map<string, readonly string[] | null>()
let estate: Estate
let resolver: Awaited<ReturnType<typeof startFakeResolver>>
let capacity: Awaited<ReturnType<typeof makeStaff>>
let balancerId: Id<'balancer'>
let clock = new Date()

const owner = () => estate.own.as('owner', clock)
const staff = () => capacity.as(clock)
const later = (seconds: number) => {
  clock = addSeconds(clock, seconds)
}

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.RATE_LIMIT_FACTOR = '1000000'
  estate = await makeEstate(sql)
  capacity = await makeStaff(sql, ['capacity'])
  resolver = await startFakeResolver(known)
  balancerId = await makeBalancer('front')
})
afterAll(() => resolver?.close())

async function makeBalancer(name: string): Promise<Id<'balancer'>> {
  const [id, networkId, poolId] = [newId('balancer'), newId('network'), newId('addressPool')]
  const { organisationId: organisation_id, projectId: project_id } = estate.own
  const zone_id = estate.zone.zoneId
  const order_line_id = await insertOrderLine(estate, estate.own, 'small')
  const at = { created_at: testNow }
  const bundle_id = estate.bundles.small.id
  await sql`insert into private_networks ${sql({ id: networkId, organisation_id, project_id, zone_id, name, range: '10.9.0.0/24', ...at })}`
  const settings = {
    listeners: [{ port: 80, protocol: 'http', certificateId: null, redirectsToHttps: false }],
    pool: {
      serverPort: 80,
      algorithm: 'round_robin',
      check: { protocol: 'tcp', path: null, intervalSeconds: 5, rise: 2, fall: 3 },
      isSticky: false,
      instanceIds: [],
      tags: [],
    },
  }
  await sql`insert into balancers ${sql({ id, organisation_id, project_id, zone_id, network_id: networkId, bundle_id, order_line_id, name, state: 'active', settings: sql.json(settings), ...at })}`
  await sql`insert into address_pools (id, zone_id, range, created_at) values (${poolId}, ${zone_id}, ${`${address}/32`}::cidr, now())`
  await sql`insert into public_addresses ${sql({ id: newId('publicAddress'), organisation_id, project_id, zone_id, pool_id: poolId, address, bundle_id, order_line_id, balancer_id: id, reserved_at: testNow })}`
  return id
}

const spec = () =>
  withSystem(systemTestContext(), async (tx) => (await readBalancerSpec(tx, balancerId)).spec)
/** What the hypervisor does within seconds. */
async function putInForce(): Promise<string> {
  const wanted = await spec()
  await sql`update balancers set applied_digest = ${digestOf(wanted)} where id = ${balancerId}`
  return configurationOf(wanted)
}
const viewOf = async (id: string) =>
  (await listCertificates(owner())).certificates.find((certificate) => certificate.id === id)
const order = (...hostNames: string[]) => {
  for (const name of hostNames) if (!known.has(name)) known.set(name, [address])
  return orderCertificate(owner(), { balancerId, hostNames })
}
const configure = (directoryUrl: string, authorities = '') =>
  setAcme(staff(), {
    directoryUrl,
    contact: 'admin@operator.example',
    authorities,
    resolver: resolver.address,
  })
const refusal = (reason: string) => ({ params: expect.objectContaining({ reason }) })
const stateOf = async (id: string) => {
  const [row] = await sql<
    { state: string; attempts: number; failure: string | null; wait: number; url: string | null }[]
  >`select state, attempts, failure_code as failure, order_url as url,
      round(extract(epoch from next_at - ${clock}::timestamptz))::int as wait from certificate_orders where certificate_id = ${id}`
  return row
}

/** A directory that answers as the test wants. */
function fakeDirectory(over: Partial<AcmeServer>) {
  const calls: string[] = []
  const server: AcmeServer = {
    ensureAccount: async () => 'https://ca.example/account/1',
    order: async () => ({ url: 'https://ca.example/order/1', status: 'pending', retryAfterSeconds: 0 }),
    read: async (url) => ({ url, status: 'pending', retryAfterSeconds: 0 }),
    answerChallenges: async () => undefined,
    finalize: async (url) => ({ url, status: 'processing', retryAfterSeconds: 0 }),
    download: async () => '',
    ...over,
  }
  const open = () =>
    new Proxy(server, {
      get: (target, name: keyof AcmeServer) => {
        // The server itself is awaited, which looks for `then`.
        if (name in target) calls.push(name)
        return target[name]
      },
    })
  return { calls, open }
}
const pass = (open: () => AcmeServer, holder = 'worker') =>
  tendCertificateOrders(systemTestContext(clock), { holder, open })

describe('the directory', () => {
  test('is configured by capacity staff with proof of its authority, and switched off', async () => {
    const stranger = await makeStaff(sql, ['accountant'])
    const input = {
      directoryUrl: 'https://ca.example/dir',
      contact: 'a@b.example',
      authorities: '',
      resolver: '',
    }
    await expect(setAcme(stranger.as(clock), input)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(setAcme(staff(), { ...input, authorities: 'none' })).rejects.toMatchObject({
      field: 'authorities',
      ...refusal('certificate_unreadable'),
    })
    await expect(setAcme(staff(), { ...input, resolver: 'dns.example' })).rejects.toMatchObject({
      field: 'resolver',
      ...refusal('name_resolver'),
    })
    expect((await listCertificates(owner())).orderable).toBeNull()
    await expect(order('www.example.fr')).rejects.toMatchObject(refusal('acme_off'))
    await configure('https://ca.example/dir')
    expect(await readAcme(staff())).toMatchObject({ isOn: true, orders: { total: 0 }, failure: null })
    expect((await listCertificates(owner())).orderable).toEqual([{ id: balancerId, name: 'front', address }])
    await switchAcme(staff(), { isOn: false })
    await expect(order('www.example.fr')).rejects.toMatchObject(refusal('acme_off'))
    await switchAcme(staff(), { isOn: true })
  })
})

describe('an order', () => {
  test('is refused without a call to the directory when a name does not lead to the balancer', async () => {
    known.set('elsewhere.example.fr', ['198.51.100.9'])
    known.set('silent.example.fr', null)
    await expect(order('elsewhere.example.fr')).rejects.toMatchObject({
      field: 'hostNames',
      params: { reason: 'acme_name_elsewhere', found: 'elsewhere.example.fr: 198.51.100.9', address },
    })
    await expect(
      orderCertificate(owner(), { balancerId, hostNames: ['absent.example.fr'] }),
    ).rejects.toMatchObject(refusal('acme_name_nowhere'))
    await expect(order('silent.example.fr')).rejects.toMatchObject(refusal('acme_resolver_silent'))
    await expect(order('*.example.fr')).rejects.toMatchObject(refusal('name_host'))
    await expect(
      orderCertificate(estate.foreign.as('owner', clock), { balancerId, hostNames: ['www.example.fr'] }),
    ).rejects.toMatchObject({ code: 'not_found' })
    expect(await sql`select from certificate_orders`).toHaveLength(0)
  })

  test('waits until its balancer answers challenges, and takes each step once', async () => {
    const { id } = await order('steps.example.fr')
    const { calls, open } = fakeDirectory({})
    await pass(open)
    expect(calls).toEqual([])
    expect((await spec()).challengeThumbprint).toMatch(/^[A-Za-z0-9_-]{43}$/)
    await putInForce()
    later(5)
    await pass(open)
    expect(await stateOf(id)).toMatchObject({ state: 'open', attempts: 0 })
    expect(calls).toEqual(['ensureAccount', 'order', 'read', 'answerChallenges'])
    await pass(open)
    expect(calls).toHaveLength(4)
    await expect(
      replaceCertificate(owner(), { certificateId: id, chain: 'x', privateKey: 'y' }),
    ).rejects.toMatchObject({ code: 'invalid_input' })
    await deleteCertificate(owner(), { certificateId: id })
  })

  test('is retried ever more rarely, keeps the pause that the directory requests, and is given up', async () => {
    const { id } = await order('failing.example.fr')
    await putInForce()
    let failure = new AcmeError('caa', 'no issue for this authority')
    const { calls, open } = fakeDirectory({
      order: async () => {
        throw failure
      },
    })
    const waits: number[] = []
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await pass(open)
      await pass(open)
      const state = await stateOf(id)
      expect(state).toMatchObject({ state: 'waiting', attempts: attempt, failure: 'caa' })
      waits.push(state?.wait ?? 0)
      later(state?.wait ?? 0)
    }
    expect(waits).toEqual([60, 300, 1_800, 7_200, 21_600])
    expect(calls.filter((call) => call === 'order')).toHaveLength(5)
    failure = new AcmeError('rate_limited', 'too many', { retryAfterSeconds: 100_000 })
    await pass(open)
    expect(await stateOf(id)).toMatchObject({ state: 'waiting', wait: 100_000, failure: 'rate_limited' })
    await expect(retryCertificate(owner(), { certificateId: id })).rejects.toMatchObject(
      refusal('acme_waits'),
    )
    expect((await readAcme(staff()))?.failure?.code).toBe('rate_limited')
    later(100_000)
    failure = new AcmeError('not_reached', 'connection refused')
    await pass(open)
    expect(await stateOf(id)).toMatchObject({ state: 'failed' })
    expect(await viewOf(id)).toMatchObject({
      state: 'failed',
      order: { mayRetry: true, failure: { code: 'not_reached', text: 'connection refused' } },
    })
    later(1_000_000)
    await pass(open)
    expect(calls.filter((call) => call === 'order')).toHaveLength(7)
    const twice = await Promise.allSettled([1, 2].map(() => retryCertificate(owner(), { certificateId: id })))
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    known.set('failing.example.fr', ['198.51.100.9'])
    await pass(open)
    expect(await stateOf(id)).toMatchObject({ state: 'waiting', attempts: 1, failure: 'name_elsewhere' })
    expect(calls.filter((call) => call === 'order')).toHaveLength(7)
    await deleteCertificate(owner(), { certificateId: id })
  })

  test('is followed by one worker at a time; what one has lost the lease for is not saved', async () => {
    const { id } = await order('two.example.fr')
    await putInForce()
    const second = fakeDirectory({})
    const first = fakeDirectory({
      order: async () => {
        await pass(second.open, 'second')
        await sql`update certificate_orders set lease_holder = 'second' where certificate_id = ${id}`
        return { url: 'https://ca.example/order/lost', status: 'pending', retryAfterSeconds: 0 }
      },
    })
    await pass(first.open, 'first')
    expect(second.calls).toEqual([])
    expect((await stateOf(id))?.url).toBeNull()
    await sql`update certificate_orders set lease_until = null where certificate_id = ${id}`
    await deleteCertificate(owner(), { certificateId: id })
  })
})

const isReady = hasPebble && hasHaproxy
if (!isReady)
  console.warn('tests of certificates from a directory are skipped: pebble and haproxy are not installed')

describe.skipIf(!isReady)('Pebble', () => {
  test('issues a certificate by way of HAProxy, through a kill at every step, and renews it', async () => {
    clock = new Date()
    const httpPort = await findFreePort()
    const pebble = await startPebble({ dns: resolver.address, httpPort })
    await configure(pebble.directoryUrl, pebble.authority)
    const { id } = await order('www.example.fr', 'example.fr')
    await tendCertificateOrders(systemTestContext(clock), { holder: 'first' })
    const haproxy = await startHaproxy(await putInForce(), httpPort)
    later(5)
    /** A worker that is killed right after this call: what it did at the directory is done, and nothing is saved. */
    const killedAfter = (call: keyof AcmeServer) => (settings: Parameters<typeof openAcmeServer>[0]) =>
      new Proxy(openAcmeServer(settings), {
        get: (target, name: keyof AcmeServer) =>
          name === call
            ? async (...values: never[]) => {
                await (target[name] as (...all: never[]) => Promise<unknown>)(...values)
                throw new Error('killed')
              }
            : target[name],
      })
    const reach = async (call: keyof AcmeServer) => {
      await expect
        .poll(
          async () => {
            later(400)
            await sql`update certificate_orders set lease_until = null`
            return tendCertificateOrders(systemTestContext(clock), {
              holder: call,
              open: killedAfter(call),
            }).then(
              () => 'went on',
              (error: unknown) => (error instanceof Error ? error.message : error),
            )
          },
          { timeout: 30_000 },
        )
        .toBe('killed')
    }
    for (const call of ['ensureAccount', 'order', 'answerChallenges', 'finalize', 'download'] as const)
      await reach(call)
    await sql`update certificate_orders set lease_until = null`
    later(400)
    await tendCertificateOrders(systemTestContext(clock), { holder: 'last' })
    expect(await stateOf(id)).toMatchObject({ state: 'issued', failure: null, attempts: 0 })
    expect(await viewOf(id)).toMatchObject({ state: 'valid', hostNames: ['www.example.fr', 'example.fr'] })
    const read = async () =>
      (await withSystem(systemTestContext(), (tx) => openBundles(tx, [id]))).get(id) ?? ''
    const first = await read()
    const leaf = new X509Certificate(first.slice(first.indexOf('-----BEGIN CERTIFICATE')))
    expect(leaf.subjectAltName?.split(', ').sort()).toEqual(['DNS:example.fr', 'DNS:www.example.fr'])
    const lifeSeconds = (leaf.validToDate.getTime() - leaf.validFromDate.getTime()) / 1_000
    const [row] = await sql<{ renews: number }[]>`
      select round(extract(epoch from next_at - ${leaf.validFromDate}::timestamptz))::int as renews
      from certificate_orders where certificate_id = ${id}`
    expect(Math.abs((row?.renews ?? 0) - (lifeSeconds * 2) / 3)).toBeLessThan(2)

    await sql`update certificate_orders set next_at = ${clock} where certificate_id = ${id}`
    await expect
      .poll(
        async () => {
          later(5)
          await tendCertificateOrders(systemTestContext(clock), { holder: 'renewing' })
          return (await read()) === first
        },
        { timeout: 30_000 },
      )
      .toBe(false)
    const events = await sql<{ event: string }[]>`
      select event from audit_events where subject_id = ${id} order by occurred_at, id`
    expect(events.map(({ event }) => event)).toEqual([
      'certificate.ordered',
      'certificate.issued',
      'certificate.renewed',
    ])
    const [account] =
      await sql`select key_sealed from acme_accounts where directory_url = ${pebble.directoryUrl}`
    expect(account?.key_sealed).not.toContain('PRIVATE')
    await haproxy.stop()
    await pebble.stop()
  })

  test('gives the reason why a name cannot be reached, and no call leaves the address of the directory', async () => {
    clock = new Date()
    const pebble = await startPebble({ dns: resolver.address, httpPort: await findFreePort() })
    await configure(pebble.directoryUrl, pebble.authority)
    const { id } = await order('closed.example.fr')
    await tendCertificateOrders(systemTestContext(clock), { holder: 'one' })
    await putInForce()
    await expect
      .poll(
        async () => {
          later(5)
          await tendCertificateOrders(systemTestContext(clock), { holder: 'one' })
          return (await stateOf(id))?.failure
        },
        { timeout: 30_000 },
      )
      .toBe('not_reached')
    expect((await viewOf(id))?.order?.failure?.text).toContain('closed.example.fr')
    const [account] = await sql<{ account_url: string }[]>`
      select account_url from acme_accounts where directory_url = ${pebble.directoryUrl}`
    const server = openAcmeServer({
      directoryUrl: pebble.directoryUrl,
      authorities: pebble.authority,
      accountKey: await makeKey(),
      accountUrl: account?.account_url ?? null,
    })
    await expect(server.read('https://127.0.0.1:1/order')).rejects.toMatchObject({ code: 'rejected' })
    await pebble.stop()
  })
})
