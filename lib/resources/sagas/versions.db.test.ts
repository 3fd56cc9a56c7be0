import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { withSagas } from '~/db/client'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DriverError } from '~/lib/hypervisors/port/index'
import type { Id } from '~/lib/kernel/ids'
import { systemContext } from '~/lib/kernel/system-context'
import { systemNow } from '~/lib/kernel/time/clock'
import type { DefinitionOf } from '~/lib/sagas'
import { carryOutSaga } from '~/lib/sagas/engine/carry-out-saga'
import type { Engine } from '~/lib/sagas/engine/engine'
import { listDueSagas } from '~/lib/sagas/engine/queries/leases'
import { rememberUnknownSagas } from '~/lib/sagas/engine/unknown-sagas'
import { type SagaRunner, startSagaRunner } from '~/lib/sagas/runtime'
import { inspectVolume } from '../common/inspect-resource'
import { driveToRest } from '../testing/drive'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { prepareSaga, readSaga } from '../testing/scenarios'
import { getSaga } from './get-saga'
import { definitionOf, sagaVocabulary } from './index'
import { listSagas } from './list-sagas'
import { resumeSaga } from './resume-saga'

const database = useTestDatabase()
const staff = () => staffTestContext('stf_test', ['support'], systemNow())
let world: SagaWorld
const runners: SagaRunner[] = []

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop(0)))
  await world.rows.query('delete from worker_heartbeats')
})
afterAll(() => world?.close())

/** A build without these steps (`kind.step`) or kinds (`kind`). */
function buildWithout(...missing: string[]): Pick<Engine, 'vocabulary' | 'definitionOf'> {
  const isMissing = (kind: string, step: string) =>
    missing.includes(kind) || missing.includes(`${kind}.${step}`)
  const older: DefinitionOf = (kind) => {
    const definition = definitionOf(kind)
    return { ...definition, steps: definition.steps.filter((step) => !isMissing(kind, step.name)) }
  }
  const vocabulary = sagaVocabulary.filter((name) => {
    const [kind = '', step = ''] = name.split('.')
    return !isMissing(kind, step)
  })
  return { vocabulary, definitionOf: older }
}

/** A worker of such a build; `drove` receives the sagas that it drove, as `kind`. */
function startWorker(missing: readonly string[], drove: Set<string> = new Set()): SagaRunner {
  const runner = startSagaRunner({
    engine: world.engine({ ...buildWithout(...missing), crash: ({ kind }) => drove.add(kind) }),
    room: { perOrganisation: 2, total: 4 },
    sweepMs: 50,
  })
  runners.push(runner)
  return runner
}

/** A heartbeat of a worker of such a build. */
const beat = (missing: readonly string[]) =>
  world.rows.query(
    `insert into worker_heartbeats (queue_pool_id, worker_id, started_at, seen_at, saga_steps)
     values ($1, $1, now(), now() + interval '1 hour', $2)`,
    randomUUID(),
    [...buildWithout(...missing).vocabulary],
  )

const letWait = (sagaId: string) =>
  world.rows.query(`update sagas set run_after = now() - interval '1 minute' where id = $1`, sagaId)
const fenceOf = async (sagaId: string) => {
  const [row] = await world.rows.query<{ fence: number; owner: string | null }>(
    `select fence::int, lease_owner as owner from sagas where id = $1`,
    sagaId,
  )
  return row
}

const kinds = ['create_instance', 'create_volume', 'take_snapshot'] as const
/** What a build may lack of these kinds: all, the first step or the last. */
const gaps = kinds.flatMap((kind) => {
  const steps = definitionOf(kind).steps.map(({ name }) => `${kind}.${name}`)
  return [kind, steps[0] ?? '', steps.at(-1) ?? '']
})

describe('with workers of several versions', () => {
  test('each saga is driven by those that know all its steps, and the others wait for one that does', async () => {
    const build = fc.uniqueArray(fc.constantFrom(...gaps), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(fc.tuple(build, build), async (builds) => {
        const sagas = await Promise.all(kinds.map((kind) => prepareSaga(world, kind)))
        const lacks = (missing: readonly string[], kind: string) =>
          missing.some((gap) => gap.split('.')[0] === kind)
        const workers = builds.map((missing) => {
          const drove = new Set<string>()
          return { missing, drove, runner: startWorker(missing, drove) }
        })
        const known = sagas.filter(({ kind }) => builds.some((missing) => !lacks(missing, kind)))
        for (const { sagaId } of known)
          await expect.poll(async () => (await readSaga(world, sagaId)).state).toBe('succeeded')
        await Promise.all(workers.map(({ runner }) => runner.stop(0)))
        for (const { sagaId } of sagas.filter((saga) => !known.includes(saga)))
          expect(await fenceOf(sagaId)).toEqual({ fence: 0, owner: null })
        for (const { missing, drove } of workers)
          expect([...drove].filter((kind) => lacks(missing, kind))).toEqual([])

        const newest = startWorker([])
        for (const { sagaId } of sagas)
          await expect.poll(async () => (await readSaga(world, sagaId)).state).toBe('succeeded')
        await newest.stop(0)
      }),
      { numRuns: 3 },
    )
  })

  test('a saga in progress or in compensation is left untouched by a build that lacks one of its steps', async () => {
    const { sagaId } = await prepareSaga(world, 'create_instance')
    const fails = ({ step, direction }: { step: string; direction: string }) => {
      if (step === 'finish' || direction === 'undo') throw new DriverError('rejected')
    }
    await carryOutSaga(world.engine({ crash: fails }), sagaId)
    const before = await readSaga(world, sagaId)
    const older = world.engine(buildWithout('create_instance.create_instance'))
    for (const state of ['running', 'undoing'] as const) {
      await world.rows.query(`update sagas set state = $2, run_after = now() where id = $1`, sagaId, state)
      expect(await carryOutSaga(older, sagaId)).toEqual({ outcome: 'unknown' })
      expect((await readSaga(world, sagaId)).steps).toEqual(before.steps)
    }
    await driveToRest(world.engine(), sagaId)
    expect((await readSaga(world, sagaId)).state).toBe('undone')
  })

  test('unknown sagas take no turn from the known ones of the same organisation', async () => {
    const unknown = [await prepareSaga(world, 'create_volume'), await prepareSaga(world, 'create_volume')]
    for (const { sagaId } of unknown) await letWait(sagaId)
    const { sagaId } = await prepareSaga(world, 'create_instance')
    startWorker(['create_volume.finish'])
    await expect.poll(async () => (await readSaga(world, sagaId)).state).toBe('succeeded')
    for (const each of unknown) await driveToRest(world.engine(), each.sagaId)
  })

  test('a worker remembers the sagas that it does not know, and does not look at them again', async () => {
    const { sagaId } = await prepareSaga(world, 'create_volume')
    const unknown = rememberUnknownSagas(world.engine(buildWithout('create_volume')))
    await unknown.read()
    expect(unknown.ids()).toEqual([sagaId])
    const look = (except: Id<'saga'>[]) =>
      withSagas(systemContext('saga', systemNow()), (tx) =>
        listDueSagas(tx, { now: systemNow(), perOrganisation: 4, total: 4, except }),
      )
    expect(await look([])).toMatchObject([{ id: sagaId }])
    expect(await look(unknown.ids())).toEqual([])
    await driveToRest(world.engine(), sagaId)
    await unknown.read()
    expect(unknown.ids()).toEqual([])
  })
})

describe("on the operator's pages, a saga that waits for a worker", () => {
  test('is shown as known to no worker while all living ones lack one of its steps', async () => {
    const { sagaId } = await prepareSaga(world, 'create_volume')
    await letWait(sagaId)
    const shown = async () => {
      const list = await listSagas(staff(), { page: 1, state: 'stranded' })
      expect(list.stranded).toBe(list.total)
      expect((await getSaga(staff(), { id: sagaId })).isStranded).toBe(list.total === 1)
      return list.sagas.map(({ id }) => id)
    }
    expect(await shown()).toEqual([])
    await beat(['create_volume'])
    await beat(['create_volume.finish'])
    expect(await shown()).toEqual([sagaId])
    await beat([])
    expect(await shown()).toEqual([])
    await driveToRest(world.engine(), sagaId)
  })

  test('is shown when its kind or steps are unknown to the site too, and can be resumed but not undone', async () => {
    const { sagaId, resources } = await prepareSaga(world, 'create_volume')
    await world.rows.query(`update sagas set kind = 'polish_volume', state = 'parked' where id = $1`, sagaId)
    const seen = await getSaga(staff(), { id: sagaId })
    expect(seen).toMatchObject({ kind: 'unknown', kindName: 'polish_volume', isUndoable: false })
    expect(new Set(seen.steps.map(({ name }) => name))).toEqual(new Set(['unknown']))
    const volumeId = resources.volume as Id<'volume'>
    const { saga } = await inspectVolume(world.estate.own.as('owner'), { volumeId })
    expect(saga).toMatchObject({ id: sagaId, kind: 'unknown' })
    await resumeSaga(staff(), { sagaId, reason: 'a worker of the newer version runs' })
    expect((await readSaga(world, sagaId)).state).toBe('running')
  })
})
