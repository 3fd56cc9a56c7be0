import { afterAll, beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { getHost, getRack } from '~/lib/datacentre'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { recordSaga } from '../sagas/record-saga'
import { driveToRest } from '../testing/drive'
import { addInstance } from '../testing/resources'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { moveInstance } from './move-instance'

const database = useTestDatabase()
let world: SagaWorld

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(() => world?.close())

const staff = staffTestContext(newId('staff'), ['auditor'])

test("a host's history lists servers moved away and in, on both hosts", async () => {
  const member = world.estate.own.as('technical', systemNow())
  const instanceId = await addInstance(world.estate, { state: 'creating', at: systemNow(), name: 'voyageur' })
  const created = await withOrganisation(member, (tx, organisationId) =>
    recordSaga(tx, member, {
      kind: 'create_instance',
      organisationId,
      resourceKind: 'instance',
      resourceId: instanceId,
      input: {},
    }),
  )
  await driveToRest(world.engine(), created)
  const [row] = await world.rows.query<{ host: Id<'host'> }>(
    `select host_id as host from instances where id = $1`,
    instanceId,
  )
  const from = await getHost(staff, row?.host ?? '')
  const { hosts } = await getRack(staff, from.host.rackId)
  const to = hosts.find((host) => host.id !== from.host.id)
  if (!to) throw new Error('the rack has two hosts')

  const { sagaId } = await withOrganisation(member, (tx) =>
    moveInstance(tx, member, { instanceId, toHostId: to.id, mayBreakRules: false }),
  )
  const moves = async (hostId: string) =>
    (await getHost(staff, hostId)).history.filter((each) => each.kind === 'move')
  expect(await moves(from.host.id)).toMatchObject([
    { server: 'voyageur', direction: 'out', outcome: 'moving', other: { id: to.id, name: to.name } },
  ])
  await driveToRest(world.engine(), sagaId)
  expect(await moves(from.host.id)).toMatchObject([{ direction: 'out', outcome: 'moved' }])
  expect(await moves(to.id)).toMatchObject([
    { server: 'voyageur', direction: 'in', outcome: 'moved', other: { id: from.host.id } },
  ])
  // The registration of the host stays in the same list.
  expect((await getHost(staff, to.id)).history.at(-1)).toMatchObject({
    kind: 'event',
    event: 'host.registered',
  })
})
