import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { decideQuarantine, listQuarantine } from '~/lib/hypervisors'
import { closedFilter } from '~/lib/hypervisors/port/firewall'
import { removeAgreed } from '~/lib/hypervisors/quarantine/remove-agreed'
import { instanceSpec, soon, volumeSpec } from '~/lib/hypervisors/testing/world'
import { type Id, newId } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import type { SagaWorld } from '~/lib/resources/testing/saga-world'
import { testPrices } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { carryOutAdoption, decideAdoptions, listAdoptions, proposeAdoptions } from '../index'
import { openAdoptionWorld } from '../testing/adoption-world'
import { agreeAdoptions } from '../testing/agree-adoptions'

const database = useTestDatabase()
const { sql } = database
const hour = 3_600
let opened: Awaited<ReturnType<typeof openAdoptionWorld>>
let world: SagaWorld
let zone: typeof opened.zone
let people: Id<'staff'>[]
let hosts: string[]
let clock = 0

beforeAll(async () => {
  opened = await openAdoptionWorld(database.current, sql)
  ;({ world, zone, hosts } = opened)
  people = await Promise.all(
    ['un@example.test', 'deux@example.test', 'trois@example.test'].map(
      async (email) => (await makeStaff(sql, ['capacity'], { email })).staffId,
    ),
  )
})
afterAll(() => world?.close())

const now = () => addSeconds(systemNow(), clock)
const worker = () => systemTestContext(now())
const staff = (index = 0, role: StaffRole = 'capacity') =>
  staffTestContext(people[index] as Id<'staff'>, [role], now())
async function compare(): Promise<void> {
  clock += 60
  await opened.compare(worker())
}
const quarantineOf = async (subject: string) => {
  const found = (await listQuarantine(staff())).find((each) => each.subject === subject)
  if (!found) throw new Error(`${subject} is not quarantined`)
  return found
}
/** Two people agree to adopt these objects; every job runs twice, in this order. */
async function adoptAll(subjects: readonly string[]) {
  const objects = await Promise.all(subjects.map(quarantineOf))
  const ids = objects.map(({ id }) => id)
  const requested = await agreeAdoptions([staff(), staff(1)], ids)
  for (const _round of [1, 2])
    for (const { id } of await sql<
      { id: Id<'adoption'> }[]
    >`select id from adoptions where quarantine_id = any(${ids}) order by id`)
      await carryOutAdoption(worker(), id)
  const last = await listAdoptions(staff(), ids)
  return { requested, outcomes: ids.map((id) => last[id]?.refusal ?? last[id]?.state) }
}

const small = { vcpu: 2, memoryMib: 4096, rootDiskGib: 50 }
const large = { vcpu: 4, memoryMib: 8192, rootDiskGib: 100 }

/** A server of the datacentre without a row, which the hypervisor made so many seconds ago. */
async function orphan(
  over: Parameters<typeof instanceSpec>[1] & { isStopped?: boolean; ageSeconds?: number } = {},
): Promise<string> {
  const { isStopped = false, ageSeconds = 2 * hour, ...spec } = over
  const made = instanceSpec('debian/13', {
    zoneCode: zone.code,
    organisationId: world.estate.own.organisationId,
    hostName: hosts[0] ?? '',
    ...small,
    ...spec,
  })
  await world.simulator.createInstance(made, soon())
  if (!isStopped) await world.simulator.startInstance(made.resourceId, soon())
  await sql`update simulator.instances set created_at = ${addSeconds(now(), -ageSeconds)} where resource_id = ${made.resourceId}`
  return made.resourceId
}
const madeAt = async (id: string) => {
  const [row] = await sql<{ at: Date }[]>`
    select date_trunc('second', created_at) as at from simulator.instances where resource_id = ${id}
    union all select date_trunc('second', created_at) from simulator.volumes where resource_id = ${id}`
  return row?.at
}
const usageOf = (id: string) =>
  sql`select meter, started_at as at, ended_at as until, micro_cents_per_hour::text as price from usage_intervals
    where resource_id = ${id} order by meter`
const expectSound = async () => {
  // The estate's own buyers and lines have no journal.
  const excluded = ['sagas', 'audited_orders']
  expect((await checkInvariants(sql)).filter(({ name }) => !excluded.includes(name))).toEqual([])
}
const price = (name: 'small' | 'large' | 'storage', meter: 'compute' | 'root_disk' | 'volume') =>
  `${testPrices[name][meter]}`

test('of a stopped server only the disk is billed; a volume follows its server, whichever job runs first', async () => {
  const server = await orphan({ isStopped: true })
  const volume = volumeSpec({
    zoneCode: zone.code,
    organisationId: world.estate.own.organisationId,
    name: 'donnees',
    sizeGib: 100,
    poolName:
      (await sql<{ name: string }[]>`select name from storage_pools where zone_id = ${zone.id}`)[0]?.name ??
      '',
  })
  await world.simulator.createVolume(volume, soon())
  await world.simulator.attachVolume(server, volume.resourceId, soon())
  await compare()
  expect(await adoptAll([volume.resourceId])).toEqual({ requested: 1, outcomes: ['server_first'] })
  expect(await adoptAll([volume.resourceId, server])).toEqual({ requested: 2, outcomes: ['done', 'done'] })
  expect(await usageOf(server)).toMatchObject([{ meter: 'root_disk', at: await madeAt(server) }])
  expect(await usageOf(volume.resourceId)).toMatchObject([
    { meter: 'volume', at: await madeAt(volume.resourceId), price: price('storage', 'volume') },
  ])
  const [row] =
    await sql`select name, state, attached_instance_id as server from volumes where id = ${volume.resourceId}`
  expect(row).toEqual({ name: 'donnees', state: 'attached', server })
  await expectSound()
})

test('an object that no comparison has seen for three minutes is not adopted', async () => {
  const server = await orphan()
  await compare()
  clock += 240
  expect(await adoptAll([server])).toEqual({ requested: 1, outcomes: ['not_seen_lately'] })
  await compare()
  expect(await adoptAll([server])).toEqual({ requested: 1, outcomes: ['done'] })
})

test('a lost network is adopted with its range in the default project, and nothing is written before a person compared it', async () => {
  const { organisationId, projectId } = world.estate.own
  const network = {
    networkId: newId('network'),
    organisationId,
    range: '10.131.4.0/22',
    hasExit: true,
    ...closedFilter,
  }
  await world.simulator.applyRules(zone.code, network, soon())
  const [first, second] = [
    await orphan({ network, address: '10.131.4.10' }),
    await orphan({ network, address: '10.131.4.11' }),
  ]
  await compare()
  expect((await adoptAll([first, second])).outcomes).toEqual(['done', 'done'])
  const [row] =
    await sql`select project_id, range, unverified, is_default from private_networks where id = ${network.networkId}`
  expect(row).toMatchObject({ project_id: projectId, range: network.range, unverified: true })
  expect(
    await sql`select address, instance_id as server from private_addresses where network_id = ${network.networkId} order by address`,
  ).toEqual([
    { address: '10.131.4.10', server: first },
    { address: '10.131.4.11', server: second },
  ])
  await expectSound()
})

test('what cannot be adopted stays in quarantine with its reason, and leaves no row', async () => {
  const { own, foreign } = world.estate
  const [free] = await sql<
    { free: number }[]
  >`select min(vcpu_free) as free from hosts where zone_id = ${zone.id}`
  const cases: [string, string][] = [
    [await orphan({ organisationId: newId('organisation') }), 'organisation_unknown'],
    [await orphan({ ...small, vcpu: 3 }), 'bundle_unknown'],
    [await orphan({ image: 'nixos/99' }), 'image_unknown'],
    [await orphan({ ageSeconds: 3 * 365 * 86_400 }), 'bundle_unknown'],
    [await orphan({ organisationId: foreign.organisationId, hostName: 'ailleurs' }), 'host_unknown'],
  ]
  const tables = ['orders', 'instances', 'allocations', 'usage_intervals', 'private_addresses']
  const count = async () =>
    Promise.all(tables.map(async (table) => (await world.rows.query(`select 1 from ${table}`)).length))
  await compare()
  const before = await count()
  const { outcomes } = await adoptAll(cases.map(([id]) => id))
  expect(outcomes).toEqual(cases.map(([, reason]) => reason))
  expect(await count()).toEqual(before)
  // No room: the host was sold to others meanwhile.
  const crowded = await orphan({ hostName: hosts[2] ?? '', organisationId: own.organisationId })
  await compare()
  await sql`update hosts set vcpu_reserved = vcpu_reserved + vcpu_free - 1, vcpu_free = 1 where name = ${hosts[2] ?? ''}`
  expect((await adoptAll([crowded])).outcomes).toEqual(['no_room'])
  expect(await count()).toEqual(before)
  expect(free?.free).toBeGreaterThan(0)
  expect(await quarantineOf(crowded)).toMatchObject({ state: 'kept' })
  await expectSound()
})

const propose = (person: number, quarantineId: Id<'quarantine'>) =>
  proposeAdoptions(staff(person), { quarantineIds: [quarantineId], reason: 'Deux personnes.' })
const decide = (person: number, adoptionId: Id<'adoption'>, decision: 'confirm' | 'withdraw' = 'confirm') =>
  decideAdoptions(staff(person), { adoptionIds: [adoptionId], decision })
const lastOf = async (quarantineId: Id<'quarantine'>) => {
  const last = (await listAdoptions(staff(1), [quarantineId]))[quarantineId]
  if (!last) throw new Error('no adoption was proposed')
  return last
}

test('a server that is proposed twice, confirmed by two people and worked on by several jobs gets its rows once', async () => {
  const id = await orphan()
  await compare()
  const { id: quarantineId } = await quarantineOf(id)
  const proposed = await Promise.all([propose(0, quarantineId), propose(0, quarantineId)])
  expect(proposed.map(({ done }) => done).sort()).toEqual([0, 1])
  const adoption = await lastOf(quarantineId)
  const job = () => carryOutAdoption(worker(), adoption.id)
  await job()
  expect(await lastOf(quarantineId)).toMatchObject({ state: 'proposed', needsAnother: false })
  const decided = await Promise.all([decide(1, adoption.id), decide(2, adoption.id)])
  expect(decided.map(({ done }) => done).sort()).toEqual([0, 1])
  await Promise.all([job(), job(), job()])
  expect(await sql`select 1 from instances where id = ${id}`).toHaveLength(1)
  expect(await sql`select 1 from allocations where resource_id = ${id}`).toHaveLength(1)
  expect(await usageOf(id)).toHaveLength(2)
  expect((await propose(2, quarantineId)).done).toBe(0)
  await expectSound()
})

test('an object agreed to be deleted is not adopted, nor is one whose deletion has begun', async () => {
  const id = await orphan()
  await compare()
  const { id: quarantineId } = await quarantineOf(id)
  const remove = (person: number, decision: 'propose' | 'confirm') =>
    decideQuarantine(staff(person), { quarantineId, decision, beforeTerm: true })
  const agree = () => agreeAdoptions([staff(2), staff(1)], [quarantineId])
  await remove(0, 'propose')
  expect(await agree()).toBe(1)
  await remove(1, 'confirm')
  await carryOutAdoption(worker(), (await lastOf(quarantineId)).id)
  expect((await listAdoptions(staff(), [quarantineId]))[quarantineId]).toMatchObject({
    refusal: 'deletion_agreed',
  })
  // The decision is taken back while the hypervisor deletes: the adoption is refused all the same.
  let asked: Promise<unknown> = Promise.resolve()
  const slow = new Proxy(world.simulator, {
    get: (target, name) => {
      const value = Reflect.get(target, name)
      if (name !== 'deleteInstance') return typeof value === 'function' ? value.bind(target) : value
      return async (...given: Parameters<typeof target.deleteInstance>) => {
        await decideQuarantine(staff(2), { quarantineId, decision: 'keep' })
        await agree()
        const rows = await sql<{ id: Id<'adoption'> }[]>`
          select id from adoptions where quarantine_id = ${quarantineId} and state = 'waiting'`
        asked = carryOutAdoption(worker(), rows[0]?.id ?? newId('adoption'))
        await asked
        return target.deleteInstance(...given)
      }
    },
  })
  await removeAgreed(
    worker(),
    { ...opened.hypervisor(), surveyor: slow, driverOf: async () => slow },
    zone.id,
    {
      kind: 'instance_unknown',
      subject: id,
      organisationId: world.estate.own.organisationId,
      details: {},
      remedy: { do: 'quarantine', kind: 'instance' } as never,
    },
  )
  expect((await listAdoptions(staff(), [quarantineId]))[quarantineId]).toMatchObject({
    refusal: 'deletion_agreed',
  })
  expect(await sql`select 1 from instances where id = ${id}`).toEqual([])
  await expectSound()
})

test('random servers: those with a known organisation, size and image have the place and the price of their size; the others have none', async () => {
  const random = lcg(7)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const planned: { id: string; size: 'small' | 'large' | null; isRunning: boolean; host: string }[] = []
  const heldBy = async (name: string) => {
    const [row] = await sql<{ vcpu: number }[]>`select coalesce(sum(vcpu), 0)::int as vcpu from allocations a
      join hosts h on h.id = a.host_id where h.name = ${name} and a.state in ('pending', 'posted')`
    return row?.vcpu ?? 0
  }
  const places = [hosts[0] ?? '', hosts[3] ?? '']
  const before = await Promise.all(places.map(heldBy))
  for (let n = 0; n < 14; n += 1) {
    const size = pick(['small', 'large', 'none'] as const)
    const isKnown = random() < 0.7
    const isStopped = random() < 0.3
    const host = pick(places)
    const { own, foreign } = world.estate
    const id = await orphan({
      ...(size === 'large' ? large : small),
      ...(size === 'none' && { memoryMib: 4097 }),
      organisationId: isKnown ? pick([own, foreign]).organisationId : newId('organisation'),
      hostName: host,
      name: pick(['web', 'bdd', 'Nom Interdit', 'web']),
      isStopped,
      ageSeconds: Math.floor(random() * 40 * 86_400),
    })
    planned.push({ id, size: isKnown && size !== 'none' ? size : null, isRunning: !isStopped, host })
  }
  await compare()
  await adoptAll(planned.map(({ id }) => id))
  for (const { id, size, isRunning } of planned) {
    const usage = await usageOf(id)
    const at = await madeAt(id)
    const meters = size
      ? (['compute', 'root_disk'] as const).filter((meter) => isRunning || meter === 'root_disk')
      : []
    expect(usage).toEqual(
      meters.map((meter) => ({ meter, at, until: null, price: price(size ?? 'small', meter) })),
    )
  }
  const vcpuOf = { small: 2, large: 4 }
  expect(await Promise.all(places.map(heldBy))).toEqual(
    places.map(
      (place, index) =>
        (before[index] ?? 0) +
        planned.reduce((sum, { size, host }) => sum + (size && host === place ? vcpuOf[size] : 0), 0),
    ),
  )
  await expectSound()
})

test('an adopted server keeps its name, place and address, and is billed from its first second at the prices of that second', async () => {
  const { bundles } = world.estate
  const id = await orphan({ name: 'facturation', hostName: hosts[1] ?? '', ageSeconds: 3 * hour + 17 })
  await compare()
  // The price rose since: the server was sold before.
  const rose = addSeconds(now(), -hour)
  const former = bundles.small.prices.compute ?? ''
  await sql`update price_versions set valid_to = ${rose} where id = ${former}`
  await sql`insert into price_versions (id, bundle_id, meter, micro_cents_per_hour, valid_from)
    values (${newId('priceVersion')}, ${bundles.small.id}, 'compute', 9999999, ${rose})`
  const [before] =
    await sql`select vcpu_free, memory_mib_free, disk_gib_free from hosts where name = ${hosts[1] ?? ''}`
  expect(await adoptAll([id])).toEqual({ requested: 1, outcomes: ['done'] })
  const at = await madeAt(id)
  const [row] =
    await sql`select i.name, i.state, i.created_at, i.running_since, i.bundle_id, h.name as host, i.organisation_id
    from instances i join hosts h on h.id = i.host_id where i.id = ${id}`
  expect(row).toEqual({
    name: 'facturation',
    state: 'running',
    created_at: at,
    running_since: at,
    bundle_id: bundles.small.id,
    host: hosts[1],
    organisation_id: world.estate.own.organisationId,
  })
  expect(await usageOf(id)).toEqual([
    { meter: 'compute', at, until: null, price: price('small', 'compute') },
    { meter: 'root_disk', at, until: null, price: price('small', 'root_disk') },
  ])
  const [after] =
    await sql`select vcpu_free, memory_mib_free, disk_gib_free from hosts where name = ${hosts[1] ?? ''}`
  expect(after).toEqual({
    vcpu_free: before?.vcpu_free - 2,
    memory_mib_free: before?.memory_mib_free - 4096,
    disk_gib_free: before?.disk_gib_free - 50,
  })
  await expectSound()
  // The next comparison finds nothing to say about it.
  await compare()
  expect(await quarantineOf(id)).toMatchObject({ state: 'gone' })
  expect(await sql`select kind from drifts where subject = ${id} and state = 'open'`).toEqual([])
})

test('needs the right', async () => {
  await expect(
    proposeAdoptions(staff(0, 'auditor'), { quarantineIds: [newId('quarantine')], reason: 'Essai.' }),
  ).rejects.toMatchObject({ code: 'forbidden' })
  await expect(
    decideAdoptions(staff(0, 'auditor'), { adoptionIds: [newId('adoption')], decision: 'withdraw' }),
  ).rejects.toMatchObject({ code: 'forbidden' })
})

function lcg(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}
