import { sql as statement } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { definePrice } from '~/lib/catalogue'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { listQuarantine, type VolumeSpec } from '~/lib/hypervisors'
import { instanceSpec, soon, volumeSpec } from '~/lib/hypervisors/testing/world'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { splitUsage } from '~/lib/usage'
import { testPrices } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { carryOutAdoption, listAdoptions } from '../index'
import { openAdoptionWorld } from '../testing/adoption-world'
import { agreeAdoptions } from '../testing/agree-adoptions'

const database = useTestDatabase()
const { sql } = database
let opened: Awaited<ReturnType<typeof openAdoptionWorld>>
let people: Id<'staff'>[]
let pools: string[]
let clock = 0

beforeAll(async () => {
  opened = await openAdoptionWorld(database.current, sql)
  people = [(await makeStaff(sql, ['capacity'])).staffId, (await makeStaff(sql, ['capacity'])).staffId]
  const rows = await sql<{ name: string }[]>`
    select name from storage_pools where zone_id = ${opened.zone.id} order by name`
  pools = rows.map(({ name }) => name)
})
afterAll(() => opened?.world.close())

const now = () => addSeconds(systemNow(), clock)
const worker = () => systemTestContext(now())
const staff = (index = 0) => staffTestContext(people[index] as Id<'staff'>, ['capacity'], now())
const of = () => ({
  zoneCode: opened.zone.code,
  organisationId: opened.world.estate.own.organisationId,
})

/** Objects without rows: a server with an image of its disk, and a volume with a backup. */
async function lost(over: Partial<VolumeSpec> = {}) {
  const { simulator } = opened.world
  const server = instanceSpec('debian/13', {
    ...of(),
    ...{ hostName: opened.hosts[0] ?? '', vcpu: 2, memoryMib: 4096, rootDiskGib: 50 },
  })
  await simulator.createInstance(server, soon())
  const [snapshotId, imageId, backupId] = [newId('snapshot'), newId('privateImage'), newId('backup')]
  await simulator.takeInstanceSnapshot(server.resourceId, snapshotId, soon())
  const image = { ...of(), resourceId: imageId, name: 'socle', sizeGib: 50 }
  await simulator.createImage(image, { instanceId: server.resourceId, snapshotId }, soon())
  await simulator.deleteInstanceSnapshot(server.resourceId, snapshotId, soon())
  const volume = volumeSpec({ ...of(), name: 'donnees', sizeGib: 100, poolName: pools[0] ?? '' })
  await simulator.createVolume(volume, soon())
  const backup = volumeSpec({
    ...of(),
    ...{ resourceId: backupId, name: 'avant-la-mise-a-jour', sizeGib: 100, poolName: pools[0] ?? '' },
    backupOf: volume.resourceId,
    ...over,
  })
  await simulator.copyVolume(backup, { volumeId: volume.resourceId, snapshotId: null }, soon())
  for (const table of ['instances', 'volumes', 'images'])
    await sql`update simulator.${sql(table)} set created_at = ${addSeconds(now(), -7_200)}
      where resource_id in ${sql([server.resourceId, volume.resourceId, imageId, backup.resourceId])}`
  clock += 60
  await opened.compare(worker())
  return { server: server.resourceId, volume: volume.resourceId, image: imageId, backup: backup.resourceId }
}

/** Two people agree to adopt these objects; every job runs twice, in this order. Returns how each ended. */
async function adoptAll(subjects: readonly string[]) {
  const listed = await listQuarantine(staff())
  const ids = subjects.flatMap((each) => listed.find(({ subject }) => subject === each)?.id ?? [])
  await agreeAdoptions([staff(), staff(1)], ids)
  for (const _round of [1, 2])
    for (const id of ids)
      for (const row of await sql<{ id: Id<'adoption'> }[]>`
        select id from adoptions where quarantine_id = ${id} and state = 'waiting'`)
        await carryOutAdoption(worker(), row.id)
  const last = await listAdoptions(staff(), ids)
  return ids.map((id) => last[id]?.refusal ?? last[id]?.state)
}
const usageOf = (id: string) => sql<{ meter: string; at: Date; bundle: string; price: string }[]>`
  select meter, started_at as at, bundle_id as bundle, micro_cents_per_hour::text as price from usage_intervals where resource_id = ${id}`
const madeAt = async (id: string) => {
  const [row] = await sql<{ at: Date }[]>`
    select date_trunc('second', created_at) as at from simulator.volumes where resource_id = ${id}
    union all select date_trunc('second', created_at) from simulator.images where resource_id = ${id}`
  return row?.at
}
const expectSound = async () => {
  // The estate's own buyers and lines have no journal.
  const excluded = ['sagas', 'audited_orders']
  expect((await checkInvariants(sql)).filter(({ name }) => !excluded.includes(name))).toEqual([])
}

test('a backup and an image are adopted with the volume and the server of which they are copies, whichever job runs first', async () => {
  const { server, volume, image, backup } = await lost()
  expect(await adoptAll([image, backup])).toEqual(['source_first', 'source_first'])
  expect(await sql`select 1 from volume_backups where id = ${backup}`).toEqual([])
  expect(await adoptAll([image, backup, server, volume])).toEqual(['done', 'done', 'done', 'done'])
  const [keptBackup] = await sql`
    select b.name, b.state, b.size_gib as gib, b.volume_id as source, b.project_id = v.project_id and b.order_line_id = v.order_line_id
      and b.bundle_id = v.bundle_id as alike, p.name as pool
    from volume_backups b join volumes v on v.id = b.volume_id join storage_pools p on p.id = b.pool_id where b.id = ${backup}`
  expect(keptBackup).toEqual({
    ...{ name: 'avant-la-mise-a-jour', state: 'available', gib: 100, source: volume },
    ...{ alike: true, pool: pools[0] },
  })
  const [keptImage] = await sql`
    select i.name, i.state, i.size_gib as gib, i.instance_id as source, i.image_id = s.image_id and i.order_line_id = s.order_line_id as alike
    from private_images i join instances s on s.id = i.instance_id where i.id = ${image}`
  expect(keptImage).toEqual({ name: 'socle', state: 'available', gib: 50, source: server, alike: true })
  expect(await usageOf(backup)).toMatchObject([{ meter: 'snapshot', at: await madeAt(backup) }])
  expect(await usageOf(image)).toMatchObject([{ meter: 'disk_snapshot', at: await madeAt(image) }])
  const claims = await sql`
    select resource_kind as kind, pool_gib as gib, state from allocations where resource_id in ${sql([backup, image])} order by kind`
  expect(claims).toEqual([
    { kind: 'backup', gib: 100, state: 'posted' },
    { kind: 'image', gib: 50, state: 'posted' },
  ])
  await expectSound()
  // The next comparison knows them.
  clock += 60
  await opened.compare(worker())
  expect(
    await sql`select kind, subject from drifts where state = 'open' and subject in ${sql([backup, image])}`,
  ).toEqual([])
})

test('a copy of another customer’s volume or of no known pool is refused', async () => {
  const unplaced = await lost({ poolName: 'inconnu' })
  expect(await adoptAll([unplaced.volume, unplaced.backup])).toEqual(['done', 'pool_unknown'])
  const { foreign } = opened.world.estate
  const theirs = volumeSpec({
    ...of(),
    ...{ organisationId: foreign.organisationId, sizeGib: 100, poolName: pools[0] ?? '' },
  })
  await opened.world.simulator.createVolume(theirs, soon())
  const stolen = await lost({ backupOf: theirs.resourceId })
  expect(await adoptAll([theirs.resourceId, stolen.backup])).toEqual(['done', 'source_first'])
  await expectSound()
})

test('a copy whose label is taken or no name gets a name made of its id', async () => {
  const { server, volume, image, backup } = await lost()
  expect(await adoptAll([server, volume, image, backup])).toEqual(['done', 'done', 'done', 'done'])
  const again = await lost({ backupOf: volume })
  const odd = await lost({ name: 'Avant\u202e <b>la</b> mise à jour' })
  expect(await adoptAll([again.backup, odd.volume, odd.backup])).toEqual(['done', 'done', 'done'])
  expect(await adoptAll([again.server, again.image])).toEqual(['done', 'done'])
  const names = await sql<{ id: string; name: string }[]>`
    select id, name from volume_backups union all select id, name from private_images`
  const nameOf = (id: string) => names.find((each) => each.id === id)?.name
  expect(nameOf(backup)).toBe('avant-la-mise-a-jour')
  for (const id of [again.backup, odd.backup]) expect(nameOf(id)).toBe(`sauvegarde-${id.slice(-8)}`)
  // An image of this name is in the project since the first test.
  for (const id of [image, again.image]) expect(nameOf(id)).toBe(`image-${id.slice(-8)}`)
  await expectSound()
})

test('a mark that names the copy itself, another copy or a server where a volume belongs ends refused', async () => {
  const itself = newId('backup')
  const other = await lost({ resourceId: itself, backupOf: itself })
  expect(await adoptAll([itself])).toEqual(['facts_missing'])
  const [one, two] = [newId('backup'), newId('backup')]
  await lost({ resourceId: one, backupOf: two })
  await lost({ resourceId: two, backupOf: one })
  const wrong = await lost({ backupOf: other.server })
  expect(await adoptAll([one, two, other.server, wrong.backup])).toEqual([
    ...['facts_missing', 'facts_missing', 'done', 'facts_missing'],
  ])
  await expectSound()
})

test('a copy is billed for the size that its source had at that time, also when the growth of the source was lost', async () => {
  const { estate, roomier } = opened.world
  await definePrice(seedContext(), {
    ...{ bundleId: roomier, meter: 'snapshot', microCentsPerHour: 1_055_558n },
    validFrom: new Date('2025-01-01T00:00:00Z'),
  })
  const larger = await lost({ sizeGib: 200 })
  expect(await adoptAll([larger.volume, larger.backup])).toEqual(['done', 'done'])
  expect(await usageOf(larger.backup)).toMatchObject([{ bundle: roomier, price: '1055558' }])
  await expectSound()

  const { server, volume, image, backup } = await lost()
  expect(await adoptAll([server, volume])).toEqual(['done', 'done'])
  // Both became larger after the copies were made.
  await sql`update volumes set bundle_id = ${roomier}, size_gib = 200 where id = ${volume}`
  await sql`update instances set bundle_id = ${estate.bundles.large.id} where id = ${server}`
  await withSystem(worker(), async (tx) => {
    const change = { at: addSeconds(now(), -60), recordedAt: now() }
    for (const [id, meters] of [
      [volume, ['volume']],
      [server, ['compute', 'root_disk']],
    ] as const) {
      const [resource] = await tx.execute<Parameters<typeof splitUsage>[1]['resource']>(statement`
        select id, organisation_id as "organisationId", project_id as "projectId", order_line_id as "orderLineId", bundle_id as "bundleId"
        from (select id, organisation_id, project_id, order_line_id, bundle_id from volumes
          union all select id, organisation_id, project_id, order_line_id, bundle_id from instances) r where id = ${id}`)
      if (resource) await splitUsage(tx, { ...change, resource, meters })
    }
  })
  expect(await adoptAll([image, backup])).toEqual(['done', 'done'])
  const { storage, small } = estate.bundles
  expect(await usageOf(backup)).toMatchObject([
    { bundle: storage.id, price: `${testPrices.storage.snapshot}` },
  ])
  expect(await usageOf(image)).toMatchObject([
    { bundle: small.id, price: `${testPrices.small.disk_snapshot}` },
  ])
})

test('a copy of a source whose project was archived meanwhile comes into the default project', async () => {
  const { volume, image, backup, server } = await lost()
  expect(await adoptAll([volume, server])).toEqual(['done', 'done'])
  const { organisationId } = opened.world.estate.own
  const [archived, home] = [newId('project'), opened.world.estate.own.projectId]
  await sql`insert into projects (id, organisation_id, name, is_default, created_at, archived_at)
    values (${archived}, ${organisationId}, 'Ancien', false, ${now()}, ${now()})`
  await sql`update volumes set project_id = ${archived} where id = ${volume}`
  await sql`update instances set project_id = ${archived} where id = ${server}`
  expect(await adoptAll([backup, image])).toEqual(['done', 'done'])
  const projects = await sql`select project_id as id from volume_backups where id = ${backup}
    union all select project_id from private_images where id = ${image}`
  expect(projects).toEqual([{ id: home }, { id: home }])
})
