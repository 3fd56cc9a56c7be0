import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { agreeToDatabase, readRecovery } from '~/lib/hypervisors'
import { compareZone } from '~/lib/hypervisors/drifts/compare-zone'
import { releaseDrift } from '~/lib/hypervisors/drifts/release-drift'
import type { Driver } from '~/lib/hypervisors/port/driver'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { changeBalancer, readBalancer, replaceCertificate, uploadCertificate } from '~/lib/resources'
import { applyBalancers, observeBalancers } from '~/lib/resources/runtime'
import { makeCertificate } from '~/lib/resources/testing/make-certificate'
import { makeStaff } from '~/testing/staff'
import { useBalancerWorld } from '../testing/use-balancer-world'

const database = useTestDatabase()
const { sql } = database
const world = useBalancerWorld(database)
const startedAt = systemNow()
let administrator: Id<'staff'>
let capacity: Id<'staff'>
let writes: string[] = []
let minutes = 0

beforeAll(async () => {
  administrator = (await makeStaff(sql, ['administrator'])).staffId
  capacity = (await makeStaff(sql, ['capacity'])).staffId
})
beforeEach(async () => {
  await sql`delete from installation_facts where name = 'data_lost_at'`
  writes = []
})
afterEach(async () => {
  await sql`update drifts set state = 'gone', ended_at = now(), held = false where state = 'open'`
})

const later = () => {
  minutes += 1
  return addSeconds(startedAt, minutes * 60)
}
/** The datacentre, with a list of the balancers that are written or drained in it. */
function hypervisor() {
  const { simulator } = world.saga
  const { balancers } = simulator
  if (!balancers) throw new Error('the simulator has balancers')
  const driver: Driver = {
    ...simulator,
    balancers: {
      ...balancers,
      apply: (spec, ...rest) => {
        writes.push(`apply ${spec.balancerId}`)
        return balancers.apply(spec, ...rest)
      },
      remove: (id, options) => {
        writes.push(`remove ${id}`)
        return balancers.remove(id, options)
      },
      drain: (id, server, options) => {
        writes.push(`drain ${id}`)
        return balancers.drain(id, server, options)
      },
    },
  }
  return { surveyor: driver, driverOf: async () => driver, hostOf: (name: string) => name }
}
const drivers = { hypervisorOf: async () => hypervisor() }
/** A few rounds of a worker. */
async function turn() {
  const compared = await world.compared()
  for (const _round of [1, 2, 3]) {
    const ctx = systemTestContext(later())
    await applyBalancers(ctx, drivers)
    await observeBalancers(ctx, drivers)
    await compareZone(ctx, compared, hypervisor())
  }
  await applyBalancers(systemTestContext(later()), drivers)
}
async function working(settings = world.settings()): Promise<Id<'balancer'>> {
  const id = await world.working({ settings })
  await turn()
  writes = []
  return id
}
const withPort = (serverPort: number) => {
  const settings = world.settings()
  return { ...settings, pool: { ...settings.pool, serverPort } }
}
const change = (balancerId: Id<'balancer'>, serverPort: number) =>
  changeBalancer(world.member(), { balancerId, settings: withPort(serverPort) })
/** Puts these rows back afterwards: what happened since is lost, except on the hypervisor. */
async function losing(id: string, change: () => Promise<unknown>) {
  const [row] = await sql`select settings, applied_digest from balancers where id = ${id}`
  const secrets = await sql`select certificate_id, bundle_sealed from certificate_secrets`
  await change()
  await turn()
  await sql`update balancers set settings = ${sql.json(row?.settings)}, applied_digest = ${row?.applied_digest} where id = ${id}`
  for (const { certificate_id, bundle_sealed } of secrets)
    await sql`update certificate_secrets set bundle_sealed = ${bundle_sealed} where certificate_id = ${certificate_id}`
  await sql`insert into installation_facts (name, value) values ('database', '1/1/00000001')
    on conflict (name) do update set value = excluded.value`
  writes = []
}
async function agree(dataLost = true) {
  const by = () => staffTestContext(administrator, ['administrator'], later())
  const identity = (await readRecovery(by()))?.identity ?? ''
  await agreeToDatabase(by(), { identity, dataLost })
}
async function release(subject: string) {
  const [drift] = await sql<{ id: Id<'drift'> }[]>`
    select id from drifts where subject = ${subject} and state = 'open' and held`
  if (!drift) throw new Error(`nothing waits for ${subject}`)
  await releaseDrift(staffTestContext(capacity, ['capacity'], later()), { driftId: drift.id })
}
const held = async (id: string) =>
  (
    await sql<{ kind: string }[]>`select kind from drifts where subject = ${id} and state = 'open' and held`
  ).map(({ kind }) => kind)
const written = (id: string) => writes.filter((line) => line.endsWith(id)).map((line) => line.split(' ')[0])
const shown = async (balancerId: Id<'balancer'>) => {
  const { isApplied, isUnverified } = await readBalancer(world.member(), { balancerId })
  return { isApplied, isUnverified }
}
const unverified = { isApplied: false, isUnverified: true }
const applied = { isApplied: true, isUnverified: false }
const portOf = async (id: string) =>
  (await sql`select server_port from simulator.balancers where resource_id = ${id}`)[0]?.server_port
const configurationOf = async (id: string) =>
  (await sql`select configuration from simulator.balancers where resource_id = ${id}`)[0]?.configuration

describe('a balancer whose rows are older than its configuration', () => {
  test('keeps its configuration, which no screen calls applied, until a person decides', async () => {
    const id = await working()
    await losing(id, () => change(id, 8080))
    await turn()
    expect(await shown(id)).toEqual(unverified)
    await agree()
    await turn()
    expect(written(id)).toEqual([])
    expect(await portOf(id)).toBe(8080)
    expect(await held(id)).toEqual(['balancer_differs'])
    expect(await shown(id)).toEqual(unverified)
    await release(id)
    await turn()
    expect(await portOf(id)).toBe(80)
    expect(await shown(id)).toEqual(applied)
    expect(await held(id)).toEqual([])
  })

  test('keeps it also when the rows had a change that was still to be made', async () => {
    const id = await working()
    await losing(id, () => change(id, 8080))
    await sql`update balancers set settings = jsonb_set(settings, '{pool,serverPort}', '8081') where id = ${id}`
    await agree()
    await turn()
    expect(written(id)).toEqual([])
    expect(await portOf(id)).toBe(8080)
    expect(await held(id)).toEqual(['balancer_differs'])
    await release(id)
    await turn()
    expect(await portOf(id)).toBe(8081)
  })

  test('keeps a certificate that was replaced meanwhile', async () => {
    const projectId = world.saga.estate.own.projectId
    const texts = async () => {
      const from = addSeconds(systemNow(), -86_400)
      const { pem, key } = await makeCertificate('web', {
        names: ['www.example.fr'],
        from,
        to: addSeconds(from, 90 * 86_400),
      })
      return { chain: pem, privateKey: key }
    }
    const { id: certificateId } = await uploadCertificate(world.member(), {
      projectId,
      name: 'www',
      ...(await texts()),
    })
    const https = { port: 443, protocol: 'https' as const, certificateId, redirectsToHttps: false }
    const id = await working({ ...world.settings(), listeners: [https] })
    const before = await configurationOf(id)
    const renewed = await texts()
    await losing(id, () => replaceCertificate(world.member(), { certificateId, ...renewed }))
    const after = await configurationOf(id)
    expect(after).not.toBe(before)
    await agree()
    await turn()
    expect(written(id)).toEqual([])
    expect(await held(id)).toEqual(['balancer_differs'])
    // Its customer has the newer one, and hands it in again: nothing is left to decide.
    await replaceCertificate(world.member(), { certificateId, ...renewed })
    await turn()
    expect(written(id)).toEqual([])
    expect(await configurationOf(id)).toBe(after)
    expect(await held(id)).toEqual([])
    expect(await shown(id)).toEqual(applied)
  })

  test('takes the settings that its customer saves after the agreement', async () => {
    const id = await working()
    await losing(id, () => change(id, 8080))
    await expect(change(id, 8082)).rejects.toMatchObject({ code: 'recovery_in_progress' })
    await agree()
    await turn()
    await change(id, 8082)
    await turn()
    expect(await portOf(id)).toBe(8082)
    expect(await held(id)).toEqual([])
    expect(await shown(id)).toEqual(applied)
  })

  test('is drained by no operation that waits for a person', async () => {
    const id = await working()
    await losing(id, async () => undefined)
    await agree()
    const [saga] = await sql<
      { id: string }[]
    >`select id from sagas where resource_id = ${world.server} limit 1`
    await sql`update sagas set state = 'parked', failure_code = 'recovery', finished_at = null where id = ${saga?.id ?? ''}`
    await sql`insert into drained_servers select ${world.server}, organisation_id, id, now() from sagas where id = ${saga?.id ?? ''}`
    await turn()
    expect(written(id)).toEqual([])
    expect(await shown(id)).toEqual(applied)
    await sql`delete from drained_servers`
    await sql`update sagas set state = 'succeeded', failure_code = null, finished_at = now() where id = ${saga?.id ?? ''}`
  })
})

test('a restored balancer with the configuration of its rows is confirmed without a write', async () => {
  const id = await working()
  await losing(id, async () => undefined)
  await agree()
  expect(await shown(id)).toEqual(unverified)
  await turn()
  expect(written(id)).toEqual([])
  expect(await shown(id)).toEqual(applied)
  expect(await held(id)).toEqual([])
})

test('a restored balancer with a changed address or part waits for a person', async () => {
  const id = await working()
  await losing(id, async () => undefined)
  await sql`update simulator.balancers set address = null where resource_id = ${id}`
  await agree()
  await turn()
  expect(written(id)).toEqual([])
  expect(await held(id)).toEqual(['balancer_differs'])
  await release(id)
  await turn()
  expect(written(id)).toEqual(['apply'])
  expect(await shown(id)).toEqual(applied)
})

test('where nothing was lost, a balancer is configured as usual', async () => {
  const id = await working()
  await losing(id, () => change(id, 8080))
  await agree(false)
  await turn()
  expect(await portOf(id)).toBe(80)
  expect(await shown(id)).toEqual(applied)
})

test('a configuration that was changed by hand is written over within one observation', async () => {
  const id = await working()
  const before = await configurationOf(id)
  await sql`update simulator.balancers set configuration = replace(configuration, 'description ', 'description 00')
    where resource_id = ${id}`
  await observeBalancers(systemTestContext(later()), drivers)
  await applyBalancers(systemTestContext(later()), drivers)
  expect(await configurationOf(id)).toBe(before)
})
