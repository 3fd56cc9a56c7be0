import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { compareZone } from '~/lib/hypervisors/drifts/compare-zone'
import { soon } from '~/lib/hypervisors/testing/world'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { insertOrderLine } from '~/testing/estate'
import { readInstanceSpec } from '../sagas/facts'
import { addInstance } from '../testing/resources'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { applyAddresses } from './apply-addresses'
import { releaseServerAddresses } from './release-server-addresses'

const database = useTestDatabase()
const startedAt = systemNow()
const address = '203.0.113.9'
let world: SagaWorld
let zone: { id: Id<'zone'>; code: string; driver: 'simulator' }
let minutes = 0

beforeAll(async () => {
  world = await openSagaWorld(database.current)
  const id = world.estate.zone.zoneId
  const [row] = await world.rows.query<{ code: string }>(`select code from zones where id = $1`, id)
  zone = { id, code: row?.code ?? '', driver: 'simulator' }
})
afterAll(() => world?.close())

const hypervisor = () => ({
  surveyor: world.simulator,
  driverOf: async () => world.simulator,
  hostOf: (name: string) => name,
})
const apply = () => applyAddresses(systemTestContext(), { hypervisorOf: async () => hypervisor() })
const compare = () => {
  minutes += 1
  return compareZone(systemTestContext(addSeconds(startedAt, minutes * 60)), zone, hypervisor())
}
const surveyAddresses = () => world.simulator.surveyAddresses(zone.code, soon())
const row = async (id: string) =>
  (
    await world.rows.query<{ pending: boolean; failure: string | null; instance: string | null }>(
      `select applied_revision < revision as pending, failure_code as failure, instance_id as instance from public_addresses where id = $1`,
      id,
    )
  )[0]
async function server(): Promise<Id<'instance'>> {
  const id = await addInstance(world.estate, { at: addSeconds(startedAt, -3_600) })
  const spec = await withSystem(systemTestContext(), (tx) => readInstanceSpec(tx, id, startedAt))
  await world.simulator.createInstance(spec, soon())
  await world.simulator.startInstance(id, soon())
  return id
}
/** The rows as reservation and attachment leave them. */
async function reserved(instanceId: string | null, at = address): Promise<Id<'publicAddress'>> {
  const { own, bundles } = world.estate
  const [id, poolId] = [newId('publicAddress'), newId('addressPool')]
  const orderLineId = await insertOrderLine(world.estate, own, 'small')
  const q = world.rows.query
  await q(
    `insert into address_pools (id, zone_id, range, created_at) values ($1, $2, $3::cidr, now())`,
    poolId,
    zone.id,
    `${at}/32`,
  )
  await q(
    `insert into public_addresses (id, organisation_id, project_id, zone_id, pool_id, address, bundle_id, order_line_id, instance_id, reserved_at, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, ${instanceId ? `'${instanceId}'` : 'null'}, now(), ${instanceId ? 1 : 0})`,
    id,
    own.organisationId,
    own.projectId,
    zone.id,
    poolId,
    at,
    bundles.small.id,
    orderLineId,
  )
  return id
}

test('is routed as its row says within one pass, and again after an outside change', async () => {
  const [web, other] = [await server(), await server()]
  const id = await reserved(web)
  await compare()
  expect(await surveyAddresses()).toEqual([])
  await apply()
  expect(await surveyAddresses()).toMatchObject([{ addressId: id, address, instanceId: web }])
  expect(await row(id)).toMatchObject({ pending: false, failure: null })
  expect(await compare()).toMatchObject({ open: 0, healed: 0 })

  const spec = { addressId: id, organisationId: world.estate.own.organisationId, address }
  await world.simulator.undirectAddress(spec, soon())
  expect(await compare()).toMatchObject({ healed: 1 })
  await apply()
  expect(await surveyAddresses()).toMatchObject([{ instanceId: web }])
  await world.simulator.directAddress({ ...spec, instanceId: other }, soon())
  expect(await compare()).toMatchObject({ healed: 1 })
  await apply()
  expect(await surveyAddresses()).toMatchObject([{ instanceId: web }])

  const orphan = { ...spec, addressId: newId('publicAddress'), address: '203.0.113.200', instanceId: other }
  await world.simulator.directAddress(orphan, soon())
  for (const _turn of [1, 2, 3]) expect(await compare()).toMatchObject({ open: 1, healed: 0 })
  expect(await surveyAddresses()).toHaveLength(2)
  await world.simulator.undirectAddress({ ...spec, ...orphan }, soon())
  expect(await compare()).toMatchObject({ open: 0, healed: 0 })
  // Its row says that it is detached but the hypervisor routes it: the route is removed.
  const second = '203.0.113.201'
  const detached = await reserved(null, second)
  await world.simulator.directAddress(
    { ...spec, addressId: detached, address: second, instanceId: other },
    soon(),
  )
  expect(await compare()).toMatchObject({ open: 1, healed: 0 })
  expect(await compare()).toMatchObject({ open: 0, healed: 1 })
  expect(await surveyAddresses()).toMatchObject([{ instanceId: web }])

  // The server is deleted: its address stays reserved, detached.
  await withSystem(systemTestContext(), (tx) => releaseServerAddresses(tx, web))
  expect(await row(id)).toMatchObject({ pending: true, instance: null })
  await apply()
  expect(await surveyAddresses()).toEqual([])
})

test('records why the hypervisor could not be updated, and retries', async () => {
  const web = await server()
  const id = await reserved(web, '203.0.113.10')
  await world.simulator.setFault({ name: 'unavailable-503', operation: 'directAddress', remaining: 1 })
  await apply()
  expect(await row(id)).toMatchObject({ pending: true, failure: 'hypervisor_unreachable' })
  await apply()
  expect(await row(id)).toMatchObject({ pending: false, failure: null })
})
