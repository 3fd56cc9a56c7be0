import { describe, expect, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { memberTestContext, systemTestContext } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DriverError } from '~/lib/hypervisors/port/index'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import {
  changeBalancer,
  createNetwork,
  deleteBalancer,
  deleteNetwork,
  listBalancers,
  readBalancer,
  readBalancerForm,
  renameBalancer,
} from '~/lib/resources'
import { findBalancerRow, insertBalancers } from '~/lib/resources/balancers/queries/balancers'
import { applyBalancers } from '~/lib/resources/runtime'
import type { CrashHook } from '~/lib/sagas/engine/crash-point'
import { addMember } from '~/testing/member'
import { retryBalancer } from '../index'
import { useBalancerWorld } from '../testing/use-balancer-world'

const database = useTestDatabase()
const { sql } = database
const world = useBalancerWorld(database)

const apply = () => applyBalancers(systemTestContext(systemNow()), world.drivers)
const read = (balancerId: Id<'balancer'>) => readBalancer(world.member(), { balancerId })
const setLimit = (limit: number) =>
  sql`update quotas set "limit" = ${limit} where resource = 'load_balancers'`

describe('changing a balancer', () => {
  test('puts new settings in force, and its network lets in what it listens on', async () => {
    const balancerId = await world.working()
    const settings = world.settings()
    const listener = { port: 8080, protocol: 'http' as const, certificateId: null, redirectsToHttps: false }
    const revision = async () =>
      (await sql`select revision from private_networks where id = ${world.networkId}`)[0]?.revision
    const before = await revision()
    const wanted = { ...settings, listeners: [listener] }
    await changeBalancer(world.member(), { balancerId, settings: wanted })
    expect(await revision()).toBe(before + 1)
    await apply()
    const [stored] =
      await sql`select configuration from simulator.balancers where resource_id = ${balancerId}`
    expect(stored?.configuration).toContain('bind :8080')
    expect(await read(balancerId)).toMatchObject({ settings: wanted, isApplied: true, failure: null })
    const [audit] = await sql`select details from audit_events where event = 'balancer.changed'`
    expect(audit?.details).toMatchObject({ to: wanted })
  })

  test('is refused where a setting does not fit, and then changes nothing', async () => {
    const balancerId = await world.working()
    const { zoneId, saga } = world
    const { projectId } = saga.estate.own
    const other = await createNetwork(world.member(), { projectId, zoneId, name: 'apart', hasExit: true })
    const server = await world.runningServer(other.id)
    const settings = world.settings()
    const https = {
      port: 443,
      protocol: 'https' as const,
      certificateId: newId('certificate'),
      redirectsToHttps: false,
    }
    const withServers = (instanceIds: Id<'instance'>[]) => ({
      ...settings,
      pool: { ...settings.pool, instanceIds },
    })
    const refused: [typeof settings, string, string][] = [
      [{ ...settings, listeners: [https] }, 'settings.listeners.0.certificateId', 'certificate_unknown'],
      [withServers([newId('instance')]), 'settings.pool.instanceIds.0', 'server_other_place'],
      [withServers([server]), 'settings.pool.instanceIds.0', 'server_other_network'],
      [withServers([world.server, world.server]), 'settings.pool.instanceIds.1', 'server_twice'],
    ]
    for (const [wanted, field, reason] of refused)
      await expect(changeBalancer(world.member(), { balancerId, settings: wanted })).rejects.toMatchObject({
        code: 'invalid_input',
        field,
        params: { reason },
      })
    expect((await read(balancerId)).settings).toEqual(settings)
  })

  test('to an empty pool is possible, and shown; a deleted server that it named is no obstacle', async () => {
    const gone = await world.runningServer()
    const settings = world.settings()
    const pool = { ...settings.pool, instanceIds: [gone], tags: [] }
    const balancerId = await world.working({ settings: { ...settings, pool } })
    await sql`update instances set state = 'deleted', deleted_at = now(), purge_after = now() where id = ${gone}`
    try {
      await apply()
      const view = await read(balancerId)
      expect(view).toMatchObject({
        servers: { up: 0, total: 0 },
        backends: [],
        absentServers: [{ instanceId: gone }],
      })
      const listeners = settings.listeners.map((each) => ({ ...each, port: 8443 }))
      await changeBalancer(world.member(), { balancerId, settings: { listeners, pool } })
      expect((await read(balancerId)).settings.listeners[0]?.port).toBe(8443)
    } finally {
      await sql`update instances set state = 'running', deleted_at = null, purge_after = null where id = ${gone}`
    }
  })

  test('and its name is not for readers, other organisations and guests of another project', async () => {
    const balancerId = await world.working()
    const { own, foreign } = world.saga.estate
    const settings = world.settings()
    const reader = own.as('reader', systemNow())
    const stranger = foreign.as('owner', systemNow())
    const { organisationId } = own
    const projectId = newId('project')
    await sql`insert into projects (id, organisation_id, name, is_default, created_at)
      values (${projectId}, ${organisationId}, 'Ailleurs', false, now())`
    const { accountId, memberId } = await addMember(sql, own, 'guest', { email: `${projectId}@example.test` })
    await sql`insert into project_roles (organisation_id, project_id, member_id, role, granted_at)
      values (${organisationId}, ${projectId}, ${memberId}, 'technical', now())`
    const guest = memberTestContext(accountId, {
      organisationId,
      role: 'guest',
      projectRoles: { [projectId]: 'technical' },
    })
    for (const [ctx, code] of [
      [reader, 'forbidden'],
      [stranger, 'not_found'],
      [guest, 'not_found'],
    ] as const) {
      await expect(changeBalancer(ctx, { balancerId, settings })).rejects.toMatchObject({ code })
      await expect(renameBalancer(ctx, { balancerId, name: 'autre' })).rejects.toMatchObject({ code })
    }
    expect((await listBalancers(reader, {})).map(({ id }) => id)).toContain(balancerId)
    expect((await readBalancer(reader, { balancerId })).may).toEqual({
      change: false,
      rename: false,
      delete: false,
      retry: false,
    })
    for (const ctx of [stranger, guest]) {
      expect(await listBalancers(ctx, {})).toEqual([])
      await expect(readBalancer(ctx, { balancerId })).rejects.toMatchObject({ code: 'not_found' })
    }
    const row = await withSystem(systemTestContext(), (tx) => findBalancerRow(tx, balancerId))
    if (!row) throw new Error('the balancer has a row')
    const copy = { ...row, id: newId('balancer'), name: 'smuggled' }
    const smuggled = withOrganisation(guest, (tx) => insertBalancers(tx, [copy]))
    await expect(smuggled).rejects.toMatchObject({ cause: { code: '42501' } })
    await expect(readBalancerForm(guest, { projectId: own.projectId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('takes a free name of the project and no other', async () => {
    const [first, second] = [await world.working(), await world.working()]
    await renameBalancer(world.member(), { balancerId: first, name: 'accueil' })
    expect((await read(first)).name).toBe('accueil')
    await expect(
      renameBalancer(world.member(), { balancerId: second, name: 'accueil' }),
    ).rejects.toMatchObject({
      code: 'name_taken',
    })
    await expect(world.order({}, world.member(), 'accueil')).rejects.toMatchObject({
      code: 'name_taken',
      field: 'name',
    })
  })
})

describe('an order of a balancer', () => {
  test('is refused over the quota, and possible again once one is deleted', async () => {
    const [row] = await sql`select used from quotas where resource = 'load_balancers' and used > 0`
    await setLimit(row?.used + 1)
    const id = await world.working()
    await expect(world.order()).rejects.toMatchObject({
      code: 'quota_exceeded',
      params: { reason: 'load_balancers', limit: `${row?.used + 1}`, used: `${row?.used + 1}` },
    })
    await deleteBalancer(world.member(), { balancerId: id })
    await world.drive(id)
    await world.working()
    await setLimit(100)
  })

  test('is refused where the zone has none, which names the zones that have them', async () => {
    const has = await sql<{ zone_id: string }[]>`
      update zone_reach set has_balancers = false where has_balancers returning zone_id`
    const other = newId('zone')
    await sql`insert into zones (id, code, name, city, position, state, driver, address_prefix)
      values (${other}, 'LYO9', 'Lyon', 'Lyon', 9, 'in_service', 'simulator', '10.99')`
    await expect(world.order()).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'zoneId',
      params: { reason: 'no_zone_with_balancers' },
    })
    await sql`insert into zone_reach (zone_id, has_balancers) values (${other}, true)`
    await expect(world.order()).rejects.toMatchObject({
      params: { reason: 'zone_without_balancers', zones: 'Lyon (LYO9)' },
    })
    await sql`update zone_reach set has_balancers = true where zone_id in ${sql(has.map(({ zone_id }) => zone_id))}`
    await sql`delete from zone_reach where zone_id = ${other}`
    await sql`update zones set state = 'closed' where id = ${other}`
  })

  test('that failed costs nothing, and is retried with the address that it was ordered with, or removed', async () => {
    const refuse: CrashHook = ({ direction, step, place }) => {
      if (direction === 'run' && step === 'ask_balancer' && place === 'before_effect')
        throw new DriverError('rejected', { rawText: 'refused by the test' })
    }
    const { id } = await world.balancerOf(await world.order())
    const revision = async () =>
      (await sql`select revision from private_networks where id = ${world.networkId}`)[0]?.revision
    const before = await revision()
    await world.drive(id, { crash: refuse })
    expect(await world.addressOf(id)).toBeUndefined()
    // Else its network would go on to let everyone in to what the next server gets.
    expect(await revision()).toBe(before + 1)
    expect(await sql`select id from usage_intervals where resource_id = ${id}`).toHaveLength(0)
    expect((await read(id)).may).toMatchObject({ retry: true, delete: true, change: false })
    await retryBalancer(world.member(), { balancerId: id })
    await world.drive(id)
    expect(await read(id)).toMatchObject({ state: 'active', failure: null })
    expect(await world.openMeters(id)).toEqual(['load_balancer'])
    expect(await world.openMeters((await world.addressOf(id))?.id ?? '')).toEqual(['public_address'])
    await expect(retryBalancer(world.member(), { balancerId: id })).rejects.toMatchObject({
      code: 'state_forbids',
    })

    const { id: second } = await world.balancerOf(await world.order())
    await world.drive(second, { crash: refuse })
    expect(await deleteBalancer(world.member(), { balancerId: second })).toEqual({ sagaId: null })
    expect((await listBalancers(world.member(), {})).map(({ id: listed }) => listed)).not.toContain(second)
  })
})

describe('the network of a balancer', () => {
  test('is not deleted, and its balancers are named', async () => {
    const { projectId } = world.saga.estate.own
    const { zoneId } = world
    const name = 'vitrine'
    const { id: networkId } = await createNetwork(world.member(), { projectId, zoneId, name, hasExit: true })
    const settings = world.settings()
    const pool = { ...settings.pool, instanceIds: [] }
    const balancerId = await world.working({ networkId, settings: { ...settings, pool } })
    const { name: balancer } = await read(balancerId)
    await expect(deleteNetwork(world.member(), { networkId })).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'network_of_balancers', balancers: balancer },
    })
    await deleteBalancer(world.member(), { balancerId })
    await world.drive(balancerId)
    await deleteNetwork(world.member(), { networkId })
  })

  test('that is deleted while an order waits for its address ends the order, not the network', async () => {
    const { projectId } = world.saga.estate.own
    const { zoneId } = world
    const settings = world.settings()
    const pool = { ...settings.pool, instanceIds: [] }
    const place = { projectId, zoneId, name: 'bref', hasExit: true }
    const { id: networkId } = await createNetwork(world.member(), place)
    const waiting: Promise<unknown>[] = []
    await sql.begin(async (tx) => {
      await tx`select from quotas where project_id = ${projectId} and resource = 'public_addresses' for update`
      waiting.push(
        world.order({ networkId, settings: { ...settings, pool } }).catch((error: unknown) => error),
      )
      await expect.poll(() => countWaiting(sql), { timeout: 10_000, interval: 20 }).toBe(1)
      await deleteNetwork(world.member(), { networkId })
    })
    expect(await waiting[0]).toMatchObject({ code: 'invalid_input', params: { reason: 'network_gone' } })
    expect(await sql`select id from balancers where network_id = ${networkId}`).toHaveLength(0)
  })

  test('is kept by an order at the same moment, or the order is refused', async () => {
    const { projectId } = world.saga.estate.own
    const { zoneId } = world
    const settings = world.settings()
    const pool = { ...settings.pool, instanceIds: [] }
    for (let round = 0; round < 5; round += 1) {
      const name = `course-${'abcde'[round]}`
      const { id: networkId } = await createNetwork(world.member(), {
        projectId,
        zoneId,
        name,
        hasExit: true,
      })
      const [ordered, deleted] = await Promise.allSettled([
        world.order({ networkId, settings: { ...settings, pool } }),
        deleteNetwork(world.member(), { networkId }),
      ])
      expect([ordered.status, deleted.status].sort()).toEqual(['fulfilled', 'rejected'])
      if (ordered.status === 'rejected') continue
      const { id } = await world.balancerOf(ordered.value)
      await world.drive(id)
      await deleteBalancer(world.member(), { balancerId: id })
      await world.drive(id)
    }
  })
})

test('two orders at once for the last address or the last place of the quota make one balancer', async () => {
  const counted = async (resource: string) =>
    (await sql`select used, "limit" from quotas where resource = ${resource} and used > 0`)[0]
  for (const resource of ['public_addresses', 'load_balancers']) {
    const before = await counted(resource)
    await sql`update quotas set "limit" = ${before?.used + 1} where resource = ${resource}`
    const answers = await Promise.allSettled([world.order(), world.order()])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = answers.find((each) => each.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'quota_exceeded', params: { reason: resource } })
    const made = answers.find((each) => each.status === 'fulfilled')
    const { id } = await world.balancerOf(made?.value ?? '')
    await world.drive(id)
    await sql`update quotas set "limit" = ${before?.limit} where resource = ${resource}`
    await deleteBalancer(world.member(), { balancerId: id })
    await world.drive(id)
  }
})

test('a change and a deletion at once end in one order or the other', async () => {
  for (let round = 0; round < 5; round += 1) {
    const balancerId = await world.working()
    const settings = world.settings()
    const listeners = settings.listeners.map((each) => ({ ...each, port: 9000 + round }))
    const [changed, deleted] = await Promise.allSettled([
      changeBalancer(world.member(), { balancerId, settings: { ...settings, listeners } }),
      deleteBalancer(world.member(), { balancerId }),
    ])
    expect(deleted.status).toBe('fulfilled')
    if (changed.status === 'rejected') expect(changed.reason).toMatchObject({ code: 'state_forbids' })
    await world.drive(balancerId)
    await apply()
    expect(await world.backends(balancerId)).toBeNull()
  }
})
