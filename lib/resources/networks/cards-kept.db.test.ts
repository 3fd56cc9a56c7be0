import { afterAll, beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { systemContext } from '~/lib/kernel/system-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { purgeAfterGrace } from '../common/purge-after-grace'
import { deleteInstance } from '../servers/delete-instance'
import { driveToRest } from '../testing/drive'
import { lostServer } from '../testing/lost-server'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { member } from '../testing/scenario-parts'

const database = useTestDatabase()
let world: SagaWorld
beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(() => world?.close())

test('a server that starts elsewhere after the loss of its host has all its cards, and none once it is erased', async () => {
  const { resources, recover } = await lostServer(world)
  const instanceId = resources.instance
  const cards = async () => {
    const [row] = await world.rows.query<{ rows: string[]; outside: string[] }>(
      `select array(select replace(network_id, '_', '-') || ' ' || address from private_addresses where instance_id = $1 order by position) as rows,
        array(select network_name || ' ' || address from simulator.instances where resource_id = $1
          union all select network_name || ' ' || address from simulator.cards where instance_name = replace($1, '_', '-')) as outside`,
      instanceId,
    )
    return row
  }
  const before = await cards()
  expect(before).toMatchObject({ rows: [expect.any(String), expect.any(String)], outside: [] })
  await driveToRest(world.engine(), await recover())
  expect(await cards()).toEqual({ rows: before?.rows, outside: before?.rows })

  const deletion = await deleteInstance(member(world), { instanceId, detachVolumes: true })
  if (deletion.outcome === 'deleting') await driveToRest(world.engine(), deletion.sagaId)
  expect(await cards()).toMatchObject({ rows: before?.rows })
  await world.rows.query(
    `update instances set purge_after = now() - interval '1 second' where id = $1`,
    instanceId,
  )
  await purgeAfterGrace(systemContext('test', systemNow()))
  const [purge] = await world.rows.query<{ id: `sag_${string}` }>(
    `select id from sagas where resource_id = $1 and state = 'running'`,
    instanceId,
  )
  if (!purge) throw new Error('an erasure was recorded')
  await driveToRest(world.engine(), purge.id)
  expect(await cards()).toEqual({ rows: [], outside: [] })
})
