import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { startWorkerProcess, type WorkerProcess } from '~/lib/resources/testing/worker-process'
import { turnRelocation } from '../drive/turn-relocation'
import {
  drain,
  gatherOn,
  hostOf,
  hostState,
  makeServer,
  staffAt,
  statesOf,
  violations,
} from '../testing/drain-world'

const serversMade = 12
const concurrentMax = 3
const kills = Number(process.env.ROUNDS ?? 12)
const database = useTestDatabase()
let world: SagaWorld
const workers: WorkerProcess[] = []
const servers: Id<'instance'>[] = []

beforeAll(async () => {
  world = await openSagaWorld(database.current)
  for (let each = 0; each < serversMade; each += 1) servers.push(await makeServer(world))
})
afterAll(async () => {
  for (const each of workers) each.kill('SIGKILL')
  await world?.close()
})

/** Returns the highest number of concurrent moves seen until the condition holds. */
async function watch(relocationId: string, until: () => Promise<boolean>): Promise<number> {
  let most = 0
  for (let look = 0; look < 3_000; look += 1) {
    const { moves } = await statesOf(world, relocationId)
    most = Math.max(most, moves.filter((state) => state === 'moving' || state === 'returning').length)
    if (await until()) return most
    await pause(20)
  }
  throw new Error(`${relocationId} is ${JSON.stringify(await statesOf(world, relocationId))}`)
}

/** Kills the worker as soon as another move has begun, this many times; the last worker may finish. */
async function killOver(relocationId: string, isOver: () => Promise<boolean>): Promise<number> {
  let most = 0
  for (let kill = 0; kill < kills && !(await isOver()); kill += 1) {
    const begun = await countBegun()
    const worker = startWorkerProcess(database.current, { LOG_LEVEL: 'fatal' })
    workers.push(worker)
    const goesOn = async () => (await countBegun()) > begun || (await isOver())
    most = Math.max(most, await watch(relocationId, goesOn))
    worker.kill('SIGKILL')
    await worker.exited
  }
  const last = startWorkerProcess(database.current, { LOG_LEVEL: 'fatal' })
  workers.push(last)
  most = Math.max(most, await watch(relocationId, isOver))
  last.kill('SIGTERM')
  await last.exited
  return most
}

async function countBegun(): Promise<number> {
  const [row] = await world.rows.query<{ count: number }>(
    `select count(*)::int as count from saga_steps s join sagas g on g.id = s.saga_id where g.kind = 'move_instance' and s.state <> 'pending'`,
  )
  return row?.count ?? 0
}

/** Checks the hypervisor's own location of each server against our rows. */
async function expectWhereRowsSay(): Promise<void> {
  for (const id of servers) {
    const [row] = await world.rows.query<{ same: boolean }>(
      `select s.host_name = h.name as same from simulator.instances s
       join instances i on s.resource_id = i.id join hosts h on h.id = i.host_id where i.id = $1`,
      id,
    )
    expect([id, row?.same]).toEqual([id, true])
  }
}

test('a drain, and its undoing, survive the SIGKILL of their workers, never more at once than allowed', async () => {
  const hostId = await gatherOn(world)
  const relocationId = await drain(hostId, { concurrentMax })
  const is = (state: string) => async () => (await statesOf(world, relocationId)).state === state
  const half = async () =>
    (await statesOf(world, relocationId)).moves.filter((state) => state === 'moved').length >= 6
  expect(await killOver(relocationId, half)).toBeLessThanOrEqual(concurrentMax)
  await turnRelocation(staffAt(), { relocationId, to: 'undo' })
  expect(await killOver(relocationId, is('undone'))).toBeLessThanOrEqual(concurrentMax)
  for (const id of servers) expect(await hostOf(world, id)).toBe(hostId)
  await expectWhereRowsSay()
  expect(await violations(world)).toEqual([])

  const again = await drain(hostId, { concurrentMax })
  const isDone = async () => (await statesOf(world, again)).state === 'done'
  expect(await killOver(again, isDone)).toBeLessThanOrEqual(concurrentMax)
  expect(await hostState(world, hostId)).toBe('maintenance')
  for (const id of servers) expect(await hostOf(world, id)).not.toBe(hostId)
  await expectWhereRowsSay()
  expect(await violations(world)).toEqual([])
  console.log(`${workers.length} workers, all but three killed: nothing lost, nothing twice`)
})
