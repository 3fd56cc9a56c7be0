import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { TestDatabase } from '~/db/testing/test-database'
import { DriverError } from '~/lib/hypervisors/port/index'
import { driveSaga } from '~/lib/sagas/engine/drive-saga'
import type { SagaKind } from '~/lib/sagas/saga-kinds'
import { definitionOf } from '../sagas/index'
import type { SagaWorld } from './saga-world'
import { prepareSaga, readSaga, type Scenario } from './scenarios'
import { snapshotWorld } from './snapshot'
import { startWorkerProcess } from './worker-process'

export type Kill = {
  kind: SagaKind
  step: string
  direction: 'run' | 'undo'
  place: 'before_effect' | 'after_effect' | 'after_record'
  /** The saga is the second one of its resource, after an undone first one. */
  isRetry?: true
  /** The process that takes over is killed too, here in the same step. */
  again?: 'after_effect' | 'after_record'
}

/** The same kill, followed by one of the process that takes over, at the next place of the step. */
export function repeatKill(kill: Kill): Kill[] {
  if (kill.place === 'after_record') return []
  return [{ ...kill, again: kill.place === 'before_effect' ? 'after_effect' : 'after_record' }]
}

const staying = { isRequested: () => false, signal: new AbortController().signal }
const places = ['before_effect', 'after_effect', 'after_record'] as const

/** All places at which a worker can die in a saga of this kind, forward and undoing. */
export function killsOf(kind: SagaKind): Kill[] {
  const { steps } = definitionOf(kind)
  const forward = steps.flatMap((step) =>
    places.map((place): Kill => ({ kind, step: step.name, direction: 'run', place })),
  )
  if (steps.some((step) => step.undo === 'forward_only')) return forward
  const undone = [...steps.filter((step) => typeof step.undo === 'function').map((step) => step.name), 'end']
  const back = undone.flatMap((step) =>
    places.map((place): Kill => ({ kind, step, direction: 'undo', place })),
  )
  return [...forward, ...back]
}

export const nameOfKill = (kill: Kill) => `${kill.kind}.${kill.step}.${kill.direction}.${kill.place}`

/**
 * Prepares a saga, lets a worker of its own run it into the place where it is killed, and checks that it died
 * there. For the undo, the saga first fails at its last effect.
 */
export async function killWorkerAt(world: SagaWorld, database: TestDatabase, kill: Kill): Promise<Scenario> {
  const scenario = await prepareSaga(world, kill.kind, kill.isRetry)
  if (kill.direction === 'undo') await failLastEffect(world, scenario)
  await dieAt(database, nameOfKill(kill), scenario.sagaId)
  if (kill.again) {
    await expireLease(world, scenario.sagaId)
    await dieAt(database, nameOfKill({ ...kill, place: kill.again }), scenario.sagaId)
  }
  return scenario
}

async function dieAt(database: TestDatabase, point: string, sagaId: string): Promise<void> {
  const worker = startWorkerProcess(database, {
    CRASH_AT: `${point}@${sagaId}`,
    LOG_LEVEL: 'fatal',
    // Sagas of earlier kills wait too, and are claimed first.
    WORKER_SAGAS_PER_ORGANISATION: '1000',
    WORKER_SAGAS: '1000',
  })
  const overdue = setTimeout(() => worker.kill('SIGTERM'), 60_000)
  const { signal } = await worker.exited
  clearTimeout(overdue)
  expect(signal, `${point} was reached`).toBe('SIGKILL')
}

/** As if the dead holder's lease of five seconds had expired. */
export async function expireLease(world: SagaWorld, sagaId: string): Promise<void> {
  await world.rows.query(
    `update sagas set lease_owner = null, lease_expires_at = null, run_after = now() - interval '1 minute' where id = $1`,
    sagaId,
  )
}

/** Fails the saga's last effect permanently, so that its undo is next. */
export async function failLastEffect(world: SagaWorld, scenario: Scenario): Promise<void> {
  const effects = definitionOf(scenario.kind).steps.filter((step) => step.type === 'effect')
  const last = effects.at(-1)?.name
  let isTurned = false
  const engine = world.engine({
    crash: (point) => {
      if (point.direction === 'undo') throw new DriverError('timeout', { rawText: 'stop here' })
      if (point.step === last && point.place === 'after_effect') {
        isTurned = true
        throw new DriverError('rejected', { rawText: 'refused by the test' })
      }
    },
    undoAttemptsMax: 1_000,
  })
  // The engine starts undoing at once; its first undo is stopped before it does anything.
  await driveSaga(engine, scenario.sagaId, staying).catch(() => undefined)
  expect(isTurned).toBe(true)
  await world.rows.query(
    `with forgiven as (update saga_steps set undo_attempt = 0, undo_error_code = null, undo_error_text = null where saga_id = $1)
     update sagas set lease_owner = null, lease_expires_at = null, run_after = now() - interval '1 minute' where id = $1`,
    scenario.sagaId,
  )
}

/** Polls the rows until all of these sagas have ended; returns the milliseconds it took. */
export async function waitForEnds(world: SagaWorld, scenarios: readonly Scenario[], patienceMs: number) {
  const startedAt = performance.now()
  const ids = scenarios.map((scenario) => scenario.sagaId)
  for (;;) {
    const [row] = await world.rows.query<{ live: number }>(
      `select count(*)::int as live from sagas where id = any($1) and state in ('running', 'undoing')`,
      ids,
    )
    const elapsed = performance.now() - startedAt
    if (row?.live === 0 || elapsed > patienceMs) return { elapsed, live: row?.live ?? 0 }
    await pause(50)
  }
}

export type Damage = { orphans: string[]; lost: string[]; doubles: string[] }

/** The damage found: objects without a live resource, sagas with a wrong end, duplicates. */
export async function assessDamage(
  world: SagaWorld,
  killed: readonly { kill: Kill; scenario: Scenario }[],
): Promise<Damage> {
  const damage: Damage = { orphans: [], lost: [], doubles: [] }
  for (const { kill, scenario } of killed) {
    const saga = await readSaga(world, scenario.sagaId)
    const wanted = kill.direction === 'run' ? 'succeeded' : 'undone'
    if (saga.state !== wanted) damage.lost.push(`${nameOfKill(kill)}: ${JSON.stringify(saga)}`)
    const after = await snapshotWorld(world, scenario.resources)
    for (const [role, outside] of Object.entries(after.outside)) {
      const state = after.states[role] ?? ''
      // A deleted snapshot, image, backup or balancer no longer exists; a deleted server or volume waits for the end of
      // its grace period.
      const gone = ['snapshot', 'image', 'backup', 'balancer'].includes(role)
        ? ['failed', 'deleted']
        : ['failed', 'purged']
      const isGone = gone.includes(state)
      // Of a lost server nothing exists, nor of the volumes that were on its host.
      const isLost = after.states.instance === 'lost'
      if ((isGone || isLost) !== (outside === 'absent'))
        damage.orphans.push(`${nameOfKill(kill)}: ${role} ${state}, outside ${JSON.stringify(outside)}`)
      // The space of a server snapshot is part of its server's claim; a balancer has none.
      const isOfServer = role === 'snapshot' && 'instance' in scenario.resources
      const hasOwnClaim = !isOfServer && role !== 'balancer'
      if (hasOwnClaim && isGone !== (after.claims[role] === ''))
        damage.orphans.push(`${nameOfKill(kill)}: ${role} ${state} claims ${after.claims[role]}`)
      if (isGone && after.openMeters[role] !== '')
        damage.orphans.push(`${nameOfKill(kill)}: ${role} is metered`)
    }
  }
  damage.doubles = await listDoubles(world)
  return damage
}

async function listDoubles(world: SagaWorld): Promise<string[]> {
  const rows = await world.rows.query<{ what: string }>(`
    select 'two live claims of ' || resource_id as what from allocations where state in ('pending', 'posted')
      group by resource_id having count(*) > 1
    union all select 'two open intervals of ' || resource_id || ' ' || meter from usage_intervals
      where ended_at is null group by resource_id, meter having count(*) > 1
    union all select 'address twice: ' || address from allocations where state in ('pending', 'posted') and address is not null
      group by zone_id, address having count(*) > 1
    union all select 'provisioned twice: ' || subject_id from audit_events where event in ('instance.provisioned', 'volume.provisioned')
      group by subject_id having count(*) > 1
    union all select 'address unlike its server: ' || a.id from public_addresses a
      left join usage_intervals u on u.resource_id = a.id and u.ended_at is null left join instances i on i.id = a.instance_id
      left join balancers b on b.id = a.balancer_id
      where a.released_at is null and coalesce(a.instance_id, a.balancer_id) is not null
        and coalesce(i.state = 'running', b.state in ('active', 'deleting'), false) <> (u.id is not null)
    union all select 'card unlike its row: ' || coalesce(c.instance_name || ' ' || c.network_name, a.instance_id || ' ' || a.network_id)
      -- A lost server keeps its rows, and has nothing outside until it is recovered.
      from simulator.cards c full join (
          select p.* from private_addresses p join instances i on i.id = p.instance_id where p.position > 0 and i.state <> 'lost') a
        on c.instance_name = replace(a.instance_id, '_', '-') and c.network_name = replace(a.network_id, '_', '-')
      where c.instance_name is null or a.instance_id is null
    union all select 'free does not add up: ' || h.id from hosts h where h.vcpu_free <>
      h.vcpu_physical * h.vcpu_overcommit_percent / 100 - h.vcpu_reserved - coalesce((select sum(a.vcpu) from allocations a
        where a.host_id = h.id and a.state in ('pending', 'posted')), 0)`)
  return rows.map((row) => row.what)
}

export type ProgrammeResult = { kills: number; resumedWithinMs: number; live: number; damage: Damage }

/**
 * Kills a worker at each of these places, two at a time, then starts one more that cleans up after all of
 * them. `resumedWithinMs` counts from the start of that process to the end of the last saga.
 */
export async function runKills(
  world: SagaWorld,
  database: TestDatabase,
  kills: readonly Kill[],
): Promise<ProgrammeResult> {
  const waiting = [...kills]
  const killed: { kill: Kill; scenario: Scenario }[] = []
  const takeNext = async () => {
    for (let kill = waiting.shift(); kill; kill = waiting.shift())
      killed.push({ kill, scenario: await killWorkerAt(world, database, kill) })
  }
  await Promise.all([takeNext(), takeNext()])
  const worker = startWorkerProcess(database, {
    LOG_LEVEL: 'fatal',
    WORKER_SAGAS_PER_ORGANISATION: '64',
  })
  const scenarios = killed.map((each) => each.scenario)
  const { elapsed, live } = await waitForEnds(world, scenarios, 20_000)
  worker.kill('SIGTERM')
  const { code } = await worker.exited
  expect(code, 'the worker leaves cleanly').toBe(0)
  return { kills: killed.length, resumedWithinMs: elapsed, live, damage: await assessDamage(world, killed) }
}
