import { afterAll, beforeAll, expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { listQuarantine } from '~/lib/hypervisors'
import { instanceSpec, soon, volumeSpec } from '~/lib/hypervisors/testing/world'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import type { SagaWorld } from '~/lib/resources/testing/saga-world'
import { makeStaff } from '~/testing/staff'
import { carryOutAdoption, listAdoptions } from '../index'
import { openAdoptionWorld } from '../testing/adoption-world'
import { agreeAdoptions } from '../testing/agree-adoptions'

const database = useTestDatabase()
const { sql } = database
let opened: Awaited<ReturnType<typeof openAdoptionWorld>>
let world: SagaWorld
let people: Id<'staff'>[]
let hostName: string
let zone: typeof opened.zone

beforeAll(async () => {
  opened = await openAdoptionWorld(database.current, sql)
  ;({ world, zone } = opened)
  hostName = opened.hosts[0] ?? ''
  people = [(await makeStaff(sql, ['capacity'])).staffId, (await makeStaff(sql, ['capacity'])).staffId]
})
afterAll(() => world?.close())

const worker = () => systemTestContext(systemNow())
const staff = (index = 0) => staffTestContext(people[index] as Id<'staff'>, ['capacity'], systemNow())
const compare = () => opened.compare(worker())
/** A running server of the datacentre without a row. */
async function orphan(): Promise<string> {
  const { organisationId } = world.estate.own
  const size = { vcpu: 2, memoryMib: 4096, rootDiskGib: 50 }
  const spec = instanceSpec('debian/13', { zoneCode: zone.code, organisationId, hostName, ...size })
  await world.simulator.createInstance(spec, soon())
  await world.simulator.startInstance(spec.resourceId, soon())
  return spec.resourceId
}
/** Requests the adoption of these objects; their quarantines and adoptions, in the same order. */
async function request(subjects: readonly string[]) {
  const listed = await listQuarantine(staff())
  const quarantineIds = subjects.flatMap((each) => listed.find(({ subject }) => subject === each)?.id ?? [])
  await agreeAdoptions([staff(), staff(1)], quarantineIds)
  const rows = await sql<{ id: Id<'adoption'>; of: string }[]>`
    select id, quarantine_id as of from adoptions where state = 'waiting'`
  const adoptionIds = quarantineIds.map((id) => rows.find((row) => row.of === id)?.id ?? newId('adoption'))
  const outcomes = async () => {
    const last = await listAdoptions(staff(), quarantineIds)
    return quarantineIds.map((id) => last[id]?.refusal ?? last[id]?.state)
  }
  return { adoptionIds, outcomes }
}

test('a volume waits for the end of its server’s adoption, which may not have seen it, and is not left behind', async () => {
  const server = await orphan()
  const { organisationId } = world.estate.own
  const [pool] = await sql<{ poolName: string }[]>`
    select name as "poolName" from storage_pools where zone_id = ${zone.id} order by name limit 1`
  const of = { zoneCode: zone.code, organisationId, ...pool }
  const volume = volumeSpec({ ...of, name: 'donnees', sizeGib: 100 })
  await world.simulator.createVolume(volume, soon())
  await world.simulator.attachVolume(server, volume.resourceId, soon())
  await compare()
  const { adoptionIds, outcomes } = await request([server, volume.resourceId])
  const [ofServer, ofVolume] = adoptionIds as [Id<'adoption'>, Id<'adoption'>]
  let job: Promise<void> | undefined
  await sql.begin(async (tx) => {
    await tx`select 1 from adoptions where id = ${ofServer} for update`
    job = carryOutAdoption(worker(), ofVolume)
    await expect.poll(() => countWaiting(sql)).toBeGreaterThan(0)
    await tx`update adoptions set state = 'refused', refusal = 'no_room', ended_at = now() where id = ${ofServer}`
  })
  await job
  expect(await outcomes()).toEqual(['no_room', 'server_first'])
})

test('a server is not adopted on a host that failed after it was read there', async () => {
  const server = await orphan()
  await compare()
  const adopt = async (state: string) => {
    await sql`update hosts set state = ${state} where name = ${hostName}`
    const { adoptionIds, outcomes } = await request([server])
    for (const id of adoptionIds) await carryOutAdoption(worker(), id)
    return outcomes()
  }
  expect(await adopt('failed')).toEqual(['host_unknown'])
  expect(await adopt('cordoned')).toEqual(['done'])
})
