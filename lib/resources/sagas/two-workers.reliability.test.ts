import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { sagaKinds } from '~/lib/sagas/saga-kinds'
import { driveToRest } from '../testing/drive'
import { expireLease, failLastEffect, type Kill, killsOf, nameOfKill } from '../testing/kill-programme'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { prepareSaga, readSaga, type Scenario } from '../testing/scenarios'
import { snapshotWorld } from '../testing/snapshot'
import { startWorkerProcess, type WorkerProcess } from '../testing/worker-process'
import { definitionOf } from './index'

const rounds = Number(process.env.ROUNDS ?? 200)
const database = useTestDatabase()
let world: SagaWorld
const sleepers: WorkerProcess[] = []

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(async () => {
  for (const each of sleepers) each.kill('SIGKILL')
  await world?.close()
})

/**
 * Places where a process may be suspended without an open transaction: the database ends an idle transaction
 * after twenty seconds, and its writes are lost.
 */
const places = sagaKinds.flatMap(killsOf).filter((kill) => {
  const step = definitionOf(kill.kind).steps.find((each) => each.name === kill.step)
  return step?.type === 'effect' && kill.step !== 'end'
})

/** A worker sleeps past its lease, another finishes its saga, the first wakes up and continues. */
test('a worker that slept past its lease changes nothing when it wakes up', async () => {
  let done = 0
  const takeNext = async () => {
    for (let round = done++; round < rounds; round = done++) await sleepPastLease(placeOf(round))
  }
  await Promise.all([takeNext(), takeNext()])
  console.log(`${rounds} rounds at ${places.length} places: no late write, no double effect`)
})

function placeOf(round: number): Kill {
  const place = places[round % places.length]
  if (!place) throw new Error('there are effects')
  return place
}

async function sleepPastLease(place: Kill): Promise<void> {
  const name = nameOfKill(place)
  const scenario = await prepareSaga(world, place.kind)
  if (place.direction === 'undo') await failLastEffect(world, scenario)
  const sleeper = startWorkerProcess(database.current, {
    CRASH_AT: `${name}@${scenario.sagaId}`,
    CRASH_SIGNAL: 'SIGSTOP',
    LOG_LEVEL: 'fatal',
  })
  sleepers.push(sleeper)
  await untilStopped(sleeper.pid, name)
  await expireLease(world, scenario.sagaId)
  await driveToRest(world.engine(), scenario.sagaId)
  await endDrains(scenario)
  const before = await readOutcome(scenario)
  sleeper.kill('SIGCONT')
  await untilIdle(scenario.sagaId, sleeper)
  expect(await readOutcome(scenario), name).toEqual(before)
}

/**
 * A server that stays stopped is drained until the next observation of its load balancer. Any worker may observe at any
 * time: that is no late write.
 */
async function endDrains({ resources }: Scenario): Promise<void> {
  const { balancer, instance } = resources
  if (!balancer || !instance) return
  const [drained] = await world.rows.query('select from drained_servers where instance_id = $1', instance)
  if (drained) return
  const call = { signal: AbortSignal.timeout(60_000) }
  const seen = await world.simulator.balancers?.observe(balancer, call)
  if (!seen?.exists || !seen.backends.some(({ isDraining }) => isDraining)) return
  await world.simulator.balancers?.drain(balancer, { instanceId: instance, isDraining: false }, call)
}

/** Without the sums over all resources: another round runs concurrently. */
async function readOutcome(scenario: Scenario) {
  const { free: _free, used: _used, ...own } = await snapshotWorld(world, scenario.resources)
  return { ...own, saga: await readSaga(world, scenario.sagaId) }
}

/** SIGTERM lets a worker finish its current work, so all its pending writes have been tried when it exits. */
async function untilIdle(sagaId: string, sleeper: WorkerProcess): Promise<void> {
  sleeper.kill('SIGTERM')
  const { code, signal } = await sleeper.exited
  expect([code, signal], sagaId).toEqual([0, null])
}

async function untilStopped(pid: number, name: string): Promise<void> {
  for (let turn = 0; turn < 3_000; turn += 1) {
    if (/\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return
    await pause(10)
  }
  throw new Error(`${name} was not reached`)
}
