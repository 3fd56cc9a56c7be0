import { describe, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { DriverError } from '~/lib/hypervisors/port/index'
import { systemNow } from '~/lib/kernel/time/clock'
import type { CrashHook, CrashPlace } from '~/lib/sagas/engine/crash-point'
import { canBeUndone } from '~/lib/sagas/engine/next-action'
import type { SagaKind } from '~/lib/sagas/saga-kinds'
import { definitionOf } from '../sagas/index'
import { resumeSaga } from '../sagas/resume-saga'
import { driveToRest } from './drive'
import type { SagaWorld } from './saga-world'
import { prepareSaga, readSaga, type Scenario } from './scenarios'
import { type Snapshot, snapshotWorld } from './snapshot'

const support = () => staffTestContext('stf_test', ['support'], systemNow())

/**
 * The properties that every saga has at each of its steps: it succeeds; a failure before or after an effect is
 * undone without a trace and attributed to its step; every action and every undo can be repeated.
 */
export function sagaSuite(kind: SagaKind, world: () => SagaWorld): void {
  const { steps } = definitionOf(kind)

  describe(kind, () => {
    let succeeded: Snapshot

    test('succeeds', async () => {
      const scenario = await prepareSaga(world(), kind)
      await driveToRest(world().engine(), scenario.sagaId)
      const saga = await readSaga(world(), scenario.sagaId)
      expect(saga.state).toBe('succeeded')
      expect(saga.steps.map((step) => step.state)).toEqual(saga.steps.map(() => 'done'))
      succeeded = await change(world(), scenario)
      // Only a restart leaves everything as it was.
      if (kind !== 'restart_instance')
        expect(await snapshotWorld(world(), scenario.resources)).not.toEqual(scenario.before)
    })

    test('succeeds with each action run twice', async () => {
      const scenario = await prepareSaga(world(), kind)
      const twice = failOnceAfter('run')
      await driveToRest(world().engine({ crash: twice }), scenario.sagaId)
      const saga = await readSaga(world(), scenario.sagaId)
      expect(saga).toMatchObject({ state: 'succeeded' })
      expect(saga.steps.map((step) => step.attempt)).toEqual(saga.steps.map(() => 2))
      expect(await change(world(), scenario)).toEqual(succeeded)
    })

    for (const [index, step] of steps.entries()) {
      for (const place of ['before_effect', 'after_effect'] as const) {
        const isUndone = undoesFrom(kind, index)
        test(`${isUndone ? 'is undone after' : 'waits for the operator after'} a failure ${place} of ${step.name}`, async () => {
          const scenario = await prepareSaga(world(), kind)
          await driveToRest(world().engine({ crash: failAt(step.name, place) }), scenario.sagaId)
          const saga = await readSaga(world(), scenario.sagaId)
          expect(saga).toMatchObject({ failed_step: step.name, failure_code: 'rejected' })
          if (isUndone) await expectUnwound(world(), scenario)
          else await expectResumed(world(), scenario, succeeded)
        })
      }
      if (undoesFrom(kind, index) && step.type === 'effect') {
        test(`is undone from ${step.name} with each undo run twice`, async () => {
          const scenario = await prepareSaga(world(), kind)
          const fail = failAt(step.name, 'after_effect')
          const twice = failOnceAfter('undo')
          const crash: CrashHook = (point) => {
            fail(point)
            twice(point)
          }
          await driveToRest(world().engine({ crash }), scenario.sagaId)
          await expectUnwound(world(), scenario)
        })
      }
    }
  })
}

/** A refused `finish` parks the saga, and so does a step that only goes forward. */
function undoesFrom(kind: SagaKind, failedAt: number): boolean {
  const { steps } = definitionOf(kind)
  const failed = steps[failedAt]
  if (failed?.type === 'record' && failed.whenRefused === 'park') return false
  return canBeUndone(
    steps.slice(0, failedAt + 1).map((step) => ({
      state: 'done' as const,
      isForwardOnly: step.undo === 'forward_only',
    })),
  )
}

/** What the saga changed, with totals relative to before: scenarios of one kind are comparable. */
async function change(world: SagaWorld, scenario: Scenario): Promise<Snapshot> {
  const after = await snapshotWorld(world, scenario.resources)
  return { ...after, free: difference(scenario.before.free, after.free), used: '' }
}

function difference(before: string, after: string): string {
  const old = before.split('/').map(Number)
  return after
    .split('/')
    .map((value, index) => Number(value) - (old[index] ?? 0))
    .join('/')
}

/** The kind of copy that a saga of this kind makes. */
const keptBy: Partial<Record<SagaKind, string>> = {
  take_snapshot: 'snapshot',
  take_instance_snapshot: 'snapshot',
  create_image: 'image',
  create_backup: 'backup',
}

async function expectUnwound(world: SagaWorld, scenario: Scenario): Promise<void> {
  expect((await readSaga(world, scenario.sagaId)).state).toBe('undone')
  const after = await snapshotWorld(world, scenario.resources)
  const kept = keptBy[scenario.kind]
  if (kept) {
    // The row of the copy is failed; everything else is as before.
    expect(after).toEqual({ ...scenario.before, states: { ...scenario.before.states, [kept]: 'failed' } })
    return
  }
  if (!['create_instance', 'create_volume', 'copy_volume', 'create_balancer'].includes(scenario.kind)) {
    expect(after).toEqual(scenario.before)
    return
  }
  // A creation leaves its rows in state failed, and nothing else.
  for (const role of Object.keys(scenario.resources)) {
    expect(after.outside[role]).toBe('absent')
    expect(after.states[role]).toBe('failed')
    expect(after.claims[role]).toBe('')
  }
  const usage = await world.rows.query(
    'select id from usage_intervals where resource_id = any($1)',
    Object.values(scenario.resources),
  )
  expect(usage).toEqual([])
  const addresses = await world.rows.query(
    `select a.id from public_addresses a left join usage_intervals u on u.resource_id = a.id
     where a.instance_id = any($1) or a.balancer_id = any($1) or (u.id is null and a.released_at is null and a.instance_id is null)`,
    Object.values(scenario.resources),
  )
  expect(addresses).toEqual([])
  const live = await world.rows.query(
    `select id from allocations where resource_id = any($1) and state in ('pending', 'posted')`,
    Object.values(scenario.resources),
  )
  expect(live).toEqual([])
}

async function expectResumed(world: SagaWorld, scenario: Scenario, succeeded: Snapshot): Promise<void> {
  expect((await readSaga(world, scenario.sagaId)).state).toBe('parked')
  await resumeSaga(support(), { sagaId: scenario.sagaId, reason: 'looked into it' })
  await driveToRest(world.engine(), scenario.sagaId)
  expect((await readSaga(world, scenario.sagaId)).state).toBe('succeeded')
  expect(await change(world, scenario)).toEqual(succeeded)
}

function failAt(step: string, place: CrashPlace): CrashHook {
  return (point) => {
    if (point.direction === 'run' && point.step === step && point.place === place)
      throw new DriverError('rejected', { rawText: `refused ${place} of ${step}` })
  }
}

/** Each step fails once after its effect, like a lost answer: the engine repeats it. */
function failOnceAfter(direction: 'run' | 'undo'): CrashHook {
  const struck = new Set<string>()
  return (point) => {
    if (point.direction !== direction || point.place !== 'after_effect' || point.step === 'end') return
    if (struck.has(point.step)) return
    struck.add(point.step)
    throw new DriverError('timeout', { rawText: 'the answer was lost' })
  }
}
