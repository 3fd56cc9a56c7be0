import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { invariants } from '~/db/invariants/invariants'
import { useTestDatabase } from '~/db/testing/use-test-database'
import {
  changeHostState,
  confirmHostLoss,
  declareHostLoss,
  recordHostReach,
  reuseLostHost,
  withdrawHostLoss,
} from '~/lib/datacentre'
import { forgetLostHosts } from '~/lib/hypervisors/runtime'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { makeStaff, type TestStaff } from '~/testing/staff'
import { applyAddresses } from '../addresses/apply-addresses'
import { addAddressPool } from '../addresses/pools'
import { deleteInstance } from '../servers/delete-instance'
import { meterSilentHosts } from '../servers/meter-silent-hosts'
import { startInstance } from '../servers/start-instance'
import { stopInstance } from '../servers/stop-instance'
import { driveToRest } from '../testing/drive'
import { addHost, copiedServer, worker } from '../testing/lost-server'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { member } from '../testing/scenario-parts'
import { readHostLoss } from './host-loss'
import { listSilentHosts } from './list-silent-hosts'
import { markLostServers } from './mark-lost-servers'
import { notifyRecoveredServers } from './notify-lost-servers'
import { requestRecovery } from './request-recovery'
import { startRecoveries } from './start-recoveries'

const database = useTestDatabase()
let world: SagaWorld
let one: TestStaff
let two: TestStaff
type Host = { id: Id<'host'>; name: string }

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://localhost:3000'
  process.env.OPERATOR_URL = 'http://localhost:3001'
  world = await openSagaWorld(database.current)
  one = await makeStaff(database.sql, ['capacity'])
  two = await makeStaff(database.sql, ['administrator'])
  await addAddressPool(as(one), { zoneId: world.estate.zone.zoneId, range: '2001:db8:100::/48' })
})
afterAll(() => world?.close())

const as = (staff: TestStaff) => staff.as(systemNow())
const silentFor = 60
const code = (refusal: { code: string; params: Record<string, string> }) =>
  refusal.params.reason ?? refusal.code
const outcome = (work: Promise<unknown>) => work.then(() => 'done', code)

async function silence({ id, name }: Host): Promise<Date> {
  await world.simulator.setFault({ name: 'host-down', hostName: name })
  const since = addSeconds(systemNow(), -silentFor)
  await withSystem(worker(), (tx) => recordHostReach(tx, worker(), { silenced: [{ id, since }], back: [] }))
  return since
}
const answer = ({ id }: Host) =>
  withSystem(worker(), (tx) => recordHostReach(tx, worker(), { silenced: [], back: [id] }))
const declare = (host: Host, staff = one) =>
  declareHostLoss(as(staff), {
    hostId: host.id,
    name: host.name,
    verification: 'Unplugged by the technician on site',
  })
async function confirm(host: Host, staff = two) {
  const { loss } = await readHostLoss(as(staff), host.id)
  if (!loss) throw new Error('no loss is declared')
  return confirmHostLoss(as(staff), { hostId: host.id, lossId: loss.id, name: host.name })
}
const forget = () =>
  forgetLostHosts(worker(), {
    async forgetHost(zone, hostName, signal) {
      await world.simulator.forgetHost(zone.code, hostName, { signal })
      return true
    },
  })
async function lose(host: Host): Promise<void> {
  await silence(host)
  await declare(host)
  await confirm(host)
  await forget()
  await markLostServers(worker())
}
const recover = (host: Host, instance: Id<'instance'>, staff = one) =>
  requestRecovery(as(staff), { hostId: host.id, instanceIds: [instance] })

async function driveRecovery(instance: Id<'instance'>): Promise<void> {
  await startRecoveries(worker())
  const [saga] = await world.rows.query<{ id: Id<'saga'> }>(
    `select id from sagas where resource_id = $1 and kind = 'recover_instance' and state = 'running'`,
    instance,
  )
  if (saga) await driveToRest(world.engine(), saga.id)
}
async function row(instance: string) {
  const [found] = await world.rows.query<{ state: string; host_id: string; address: string }>(
    'select state, host_id, address from instances where id = $1',
    instance,
  )
  if (!found) throw new Error('no such server')
  return found
}
const intervals = (resource: string, meter: string) =>
  world.rows.query<{ started_at: Date; ended_at: Date | null }>(
    'select started_at, ended_at from usage_intervals where resource_id = $1 and meter = $2 order by started_at',
    resource,
    meter,
  )
const lastRecovery = async (instance: string) =>
  (
    await world.rows.query<{ state: string; failure_code: string | null }>(
      'select state, failure_code from server_recoveries where instance_id = $1 order by requested_at desc limit 1',
      instance,
    )
  )[0]

/** Invariants of capacity, claims, usage and states; metered seconds are compared where a server was lost. */
async function violated(): Promise<string[]> {
  const kept = [
    'host_capacity',
    'pool_capacity',
    'quota_use',
    'instance_claims',
    'volume_claims',
    'server_snapshots',
    'orphan_claims',
    'claims_stand',
    'open_usage',
    'addresses',
    'ranges6_apart',
    'addresses6_in_range',
    'transient_states',
    'metered_seconds',
    'last_transition',
  ]
  const broken: string[] = []
  for (const { name, statement } of invariants)
    if (kept.includes(name) && (await world.rows.query(statement)).length > 0) broken.push(name)
  return broken
}

describe('a host is declared lost', () => {
  test('by two people, while it is silent and under its own name', async () => {
    const host = await addHost(world)
    expect(await outcome(declare(host))).toBe('host_answers')
    await silence(host)
    expect((await listSilentHosts(as(one))).find(({ id }) => id === host.id)).toMatchObject({
      loss: 'none',
      servers: 0,
    })
    const wrong = { hostId: host.id, name: 'other', verification: 'Unplugged on site' }
    expect(await outcome(declareHostLoss(as(one), wrong))).toBe('name_differs')
    await declare(host)
    expect(await outcome(declare(host))).toBe('host_declared_lost')
    expect(await outcome(confirm(host, one))).toBe('own_proposal')
    expect(await outcome(confirm(host))).toBe('done')
    expect(await outcome(confirm(host))).toBe('host_loss_confirmed')
    expect(await outcome(withdrawHostLoss(as(one), { hostId: host.id }))).toBe('host_loss_confirmed')
    const mails = await database.sql`select recipient from mail_messages where template = 'host-loss'
      and text_body like ${`%${host.name}%`}`
    expect(mails.map(({ recipient }) => recipient)).toEqual([two.email])
  })

  test('once, when several people click at once', async () => {
    const host = await addHost(world)
    await silence(host)
    const clicks = await Promise.all([one, two, one, two].map((staff) => outcome(declare(host, staff))))
    expect(clicks.filter((each) => each === 'done')).toHaveLength(1)
    const rows = await database.sql`select 1 from host_losses where host_id = ${host.id}`
    expect(rows).toHaveLength(1)
  })

  test('and stays failed and silent until then, also against direct changes of its row', async () => {
    const host = await addHost(world)
    await silence(host)
    await declare(host)
    const change = { hostId: host.id, to: 'maintenance' as const, reason: 'repaired' }
    expect(await outcome(changeHostState(as(one), change))).toBe('host_declared_lost')
    await expect(
      database.sql`update hosts set unreachable_since = null where id = ${host.id}`,
    ).rejects.toThrow('declared lost')
    await withdrawHostLoss(as(one), { hostId: host.id })
    expect(await outcome(changeHostState(as(one), { ...change, to: 'in_service' }))).toBe('done')
  })

  test('a sign of life before the confirmation refuses it and notifies staff once', async () => {
    const host = await addHost(world)
    await silence(host)
    await declare(host)
    for (const _look of [1, 2, 3]) await answer(host)
    expect(await outcome(confirm(host))).toBe('host_answers')
    const audits = await database.sql`select 1 from audit_events
      where event = 'host.lost_host_answered' and subject_id = ${host.id}`
    expect(audits).toHaveLength(1)
    await withdrawHostLoss(as(two), { hostId: host.id })
    await answer(host)
    const [state] = await database.sql`select unreachable_since, state from hosts where id = ${host.id}`
    expect(state).toMatchObject({ unreachable_since: null, state: 'maintenance' })
  })

  test('a sign of life after the confirmation, before anything was forgotten, leaves the servers where they are', async () => {
    const { instance, host } = await copiedServer(world)
    await silence(host)
    await declare(host)
    await confirm(host)
    await answer(host)
    await forget()
    await markLostServers(worker())
    expect(await outcome(recover(host, instance))).toBe('host_answers')
    expect(await outcome(withdrawHostLoss(as(one), { hostId: host.id }))).toBe('done')
    await answer(host)
    expect((await row(instance)).state).toBe('running')
    const [state] = await database.sql`select unreachable_since, state from hosts where id = ${host.id}`
    expect(state).toMatchObject({ unreachable_since: null, state: 'maintenance' })
  })

  test('only by staff who may change the inventory', async () => {
    const host = await addHost(world)
    await silence(host)
    const support = await makeStaff(database.sql, ['support'])
    expect(await outcome(declare(host, support))).toBe('forbidden')
    expect(await outcome(recover(host, 'ins_00000000000000000000000000' as Id<'instance'>, support))).toBe(
      'forbidden',
    )
  })
})

describe('the servers of a lost host', () => {
  test('start elsewhere from their last copies with the same addresses, billed for no second in between', async () => {
    const { instance, volume, host, imageId } = await copiedServer(world, true)
    await backdate([instance, volume])
    await applyAddresses(worker(), drivers)
    expect(await leads()).toEqual([instance.replace('_', '-')])
    const before = await row(instance)
    const address6 = async () =>
      (
        await world.rows.query<{ address6: string }>(
          'select address6 from simulator.instances where resource_id = $1',
          instance,
        )
      ).map((each) => each.address6)
    const before6 = await address6()
    expect(before6).toEqual([expect.stringMatching(/^2001:db8:100:/)])
    const since = await silence(host)
    await meterSilentHosts(worker())
    expect(await outcome(recover(host, instance))).toBe('host_not_declared_off')
    await declare(host)
    expect(await outcome(recover(host, instance))).toBe('host_not_declared_off')
    await confirm(host)
    expect(await outcome(recover(host, instance))).toBe('host_being_forgotten')
    // Nothing is lost before the hypervisor has given up its records.
    await markLostServers(worker())
    expect((await row(instance)).state).toBe('running')
    await forget()
    await Promise.all(Array.from({ length: 4 }, () => markLostServers(worker())))
    expect((await row(instance)).state).toBe('lost')
    expect(await violated()).toEqual([])
    await applyAddresses(worker(), drivers)
    expect(await leads()).toEqual([])
    expect(await outcome(startInstance(member(world), { instanceId: instance }))).toBe('is_lost')

    const view = await readHostLoss(as(one), host.id)
    expect(view.servers).toHaveLength(1)
    expect(view.servers[0]).toMatchObject({ id: instance, gap: null, state: 'lost' })
    expect(view.servers[0]?.copies).toMatchObject({ image: { id: imageId }, snapshots: 0 })
    expect(view.servers[0]?.place).not.toBeNull()

    const clicks = await Promise.all([one, two, one].map((staff) => outcome(recover(host, instance, staff))))
    expect(clicks.sort()).toEqual(['done', 'recovery_in_progress', 'recovery_in_progress'])
    await Promise.all(Array.from({ length: 4 }, () => startRecoveries(worker())))
    const sagas = await world.rows.query(
      `select 1 from sagas where resource_id = $1 and kind = 'recover_instance'`,
      instance,
    )
    expect(sagas).toHaveLength(1)
    expect(await outcome(deleteInstance(member(world), { instanceId: instance, detachVolumes: true }))).toBe(
      'is_changing',
    )
    await driveRecovery(instance)
    const after = await row(instance)
    expect(after).toMatchObject({ state: 'running', address: before.address })
    expect(after.host_id).not.toBe(host.id)
    expect(await address6()).toEqual(before6)
    const [object] = await world.rows.query<{ content: string }>(
      'select content from simulator.instances where resource_id = $1',
      instance,
    )
    expect(object?.content).toBe('early')
    await applyAddresses(worker(), drivers)
    expect(await leads()).toEqual([instance.replace('_', '-')])
    const [disk] = await world.rows.query<{ attached_to: string | null }>(
      'select attached_to from simulator.volumes where resource_id = $1',
      volume,
    )
    expect(disk?.attached_to).toBe(instance.replace('_', '-'))
    for (const meter of ['compute', 'root_disk']) {
      const [first, second, ...more] = (await intervals(instance, meter)).slice(-2)
      expect(more).toEqual([])
      // The last successful check of a server is up to a round older than the first failed one of its host.
      expect(first?.ended_at?.getTime()).toBe(Math.floor(since.getTime() / 1_000) * 1_000 - 15_000)
      expect(second?.started_at.getTime()).toBeGreaterThan(since.getTime())
      expect(second?.ended_at).toBeNull()
    }
    expect(await intervals(volume, 'volume')).toMatchObject([{ ended_at: null }])
    const lost = (await readHostLoss(as(one), host.id)).recovered
    expect(lost.map(({ id }) => id)).toEqual([instance])
    for (const _turn of [1, 2]) await notifyRecoveredServers(worker())
    const mails =
      await database.sql`select subject, count(distinct recipient)::int as people, count(*)::int as mails
      from mail_messages where template = 'servers-lost' group by 1 order by 1`
    expect(mails.map(({ subject, people, mails }) => [subject, people > 0 && people === mails])).toEqual([
      ['Serveurs perdus avec leur machine', true],
      ['Vos serveurs ont redémarré ailleurs', true],
    ])
    expect(await violated()).toEqual([])
    expect(await outcome(reuseLostHost(as(one), { hostId: host.id }))).toBe('done')
    const [state] = await database.sql`select state from hosts where id = ${host.id}`
    expect(state?.state).toBe('maintenance')
  })

  test('do not start once the host gives a sign of life, not even a server whose start has begun', async () => {
    const { instance, host } = await copiedServer(world)
    await lose(host)
    await recover(host, instance)
    await startRecoveries(worker())
    await answer(host)
    await driveRecovery(instance)
    expect(await row(instance)).toMatchObject({ state: 'lost', host_id: host.id })
    expect(await lastRecovery(instance)).toMatchObject({ state: 'failed', failure_code: 'state_forbids' })
    expect(
      (await world.simulator.observeInstance(instance, { signal: AbortSignal.timeout(5_000) })).exists,
    ).toBe(false)
    expect(await outcome(recover(host, instance))).toBe('host_answers')
    expect((await listSilentHosts(as(one))).find(({ id }) => id === host.id)?.loss).toBe('answered')
    expect(await outcome(reuseLostHost(as(one), { hostId: host.id }))).toBe('host_must_be_empty')
    expect(await violated()).toEqual([])
  })

  test('are refused without a copy, and their customer may give them up without a price', async () => {
    const { instance, volume, host, imageId } = await copiedServer(world)
    await world.rows.query(`update private_images set instance_id = $2 where id = $1`, imageId, await other())
    await lose(host)
    expect(await outcome(recover(host, instance))).toBe('no_copy')
    const { refusals, servers } = await readHostLoss(as(one), host.id)
    expect(refusals.recover).toBeNull()
    expect(servers[0]).toMatchObject({ gap: 'no_copy', copiesAsOf: null, place: null })
    const deletion = await deleteInstance(member(world), { instanceId: instance, detachVolumes: true })
    if (deletion.outcome !== 'deleting') throw new Error('a lost server is erased by a saga')
    expect(await violated()).toEqual([])
    await driveToRest(world.engine(), deletion.sagaId)
    expect((await row(instance)).state).toBe('purged')
    const [disk] = await world.rows.query<{ state: string }>(
      'select state from volumes where id = $1',
      volume,
    )
    expect(disk?.state).toBe('available')
    expect(await violated()).toEqual([])
    expect(await outcome(reuseLostHost(as(one), { hostId: host.id }))).toBe('done')
  })

  test('wait without room, with the hosts that have most', async () => {
    const { instance, host } = await copiedServer(world)
    await lose(host)
    const { zoneId } = world.estate.zone
    await world.rows.query(
      `update hosts set state = 'cordoned' where zone_id = $1 and state = 'in_service'`,
      zoneId,
    )
    const refusal = await recover(host, instance).catch((error: unknown) => error)
    expect(refusal).toMatchObject({
      code: 'insufficient_capacity',
      params: { reason: 'no_room_elsewhere', hosts: '–' },
    })
    await world.rows.query(
      `update hosts set state = 'in_service' where zone_id = $1 and state = 'cordoned'`,
      zoneId,
    )
    await recover(host, instance)
    await world.rows.query(
      `update hosts set state = 'cordoned' where zone_id = $1 and state = 'in_service'`,
      zoneId,
    )
    await startRecoveries(worker())
    expect(await lastRecovery(instance)).toMatchObject({ state: 'failed', failure_code: 'no_room_elsewhere' })
    await world.rows.query(
      `update hosts set state = 'in_service' where zone_id = $1 and state = 'cordoned'`,
      zoneId,
    )
    await recover(host, instance)
    await driveRecovery(instance)
    expect((await row(instance)).state).toBe('running')
    expect(await violated()).toEqual([])
  })

  test('with an operation in progress are lost once it has ended', async () => {
    const { instance, host } = await copiedServer(world)
    const { sagaId } = await stopInstance(member(world), { instanceId: instance })
    await lose(host)
    expect((await row(instance)).state).toBe('stopping')
    await driveToRest(world.engine(), sagaId)
    expect((await row(instance)).state).toBe('running')
    await markLostServers(worker())
    expect((await row(instance)).state).toBe('lost')
    expect(await violated()).toEqual([])
  })

  test('that were stopped stay stopped', async () => {
    const { instance, host } = await copiedServer(world)
    await driveToRest(world.engine(), (await stopInstance(member(world), { instanceId: instance })).sagaId)
    await lose(host)
    await recover(host, instance)
    await driveRecovery(instance)
    expect((await row(instance)).state).toBe('stopped')
    expect((await intervals(instance, 'compute')).at(-1)?.ended_at).not.toBeNull()
    expect((await intervals(instance, 'root_disk')).at(-1)?.ended_at).toBeNull()
    expect(await violated()).toEqual([])
  })
})

const drivers: Parameters<typeof applyAddresses>[1] = {
  hypervisorOf: async () => ({
    surveyor: world.simulator,
    driverOf: async () => world.simulator,
    hostOf: (name) => name,
  }),
}
/** The servers to which public addresses lead outside. */
const leads = async () =>
  (await world.rows.query<{ leads_to: string }>('select leads_to from simulator.addresses')).map(
    (address) => address.leads_to,
  )

/** As if everything about these resources had happened an hour earlier. */
async function backdate(ids: readonly string[]): Promise<void> {
  await database.sql.begin(async (tx) => {
    await tx`alter table state_transitions disable trigger user`
    await tx`alter table usage_intervals disable trigger user`
    await tx`update state_transitions set effective_at = effective_at - interval '1 hour',
      recorded_at = recorded_at - interval '1 hour' where resource_id = any (${[...ids]})`
    await tx`update usage_intervals set started_at = started_at - interval '1 hour',
      ended_at = ended_at - interval '1 hour' where resource_id = any (${[...ids]})`
    await tx`alter table state_transitions enable trigger user`
    await tx`alter table usage_intervals enable trigger user`
  })
}

/** Another server, so that an image is not one of the lost server. */
async function other(): Promise<string> {
  return (await copiedServer(world)).instance
}
