import { withOrganisation } from '~/db/client'
import { invariants } from '~/db/invariants/invariants'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { recordSaga } from '~/lib/resources'
import { driveToRest } from '~/lib/resources/testing/drive'
import { addInstance } from '~/lib/resources/testing/resources'
import type { SagaWorld } from '~/lib/resources/testing/saga-world'
import type { TestBuyer } from '~/testing/buyer'
import { driveRelocations } from '../drive/drive-relocations'
import { proposeDrain } from '../start/propose-drain'
import { startDrain } from '../start/start-drain'

const staffId = newId('staff')
export const staffAt = (at: Date = systemNow()): OpContext => staffTestContext(staffId, ['capacity'], at)
export const workerNow = (at: Date = systemNow()): OpContext => systemTestContext(at)

/** Creates a running server on the simulator. */
export async function makeServer(
  world: SagaWorld,
  of: TestBuyer = world.estate.own,
): Promise<Id<'instance'>> {
  const ctx = of.as('technical', systemNow())
  const id = await addInstance(world.estate, { of, state: 'creating', at: systemNow() })
  const sagaId = await withOrganisation(ctx, (tx, organisationId) =>
    recordSaga(tx, ctx, {
      kind: 'create_instance',
      organisationId,
      resourceKind: 'instance',
      resourceId: id,
      input: {},
    }),
  )
  await driveToRest(world.engine(), sagaId)
  return id
}

export async function hostOf(world: SagaWorld, id: string): Promise<Id<'host'>> {
  const [row] = await world.rows.query<{ host_id: Id<'host'> }>(
    'select host_id from instances where id = $1',
    id,
  )
  if (!row) throw new Error(`${id} has no row`)
  return row.host_id
}

export async function hostState(world: SagaWorld, id: string): Promise<string> {
  const [row] = await world.rows.query<{ state: string }>('select state from hosts where id = $1', id)
  return row?.state ?? ''
}

/** Returns the states of a relocation and of its moves, in order. */
export async function statesOf(world: SagaWorld, id: string) {
  const [row] = await world.rows.query<{ state: string }>('select state from relocations where id = $1', id)
  const moves = await world.rows.query<{ state: string }>(
    'select state from relocation_moves where relocation_id = $1 order by position',
    id,
  )
  return { state: row?.state, moves: moves.map((move) => move.state) }
}

type Options = { concurrentMax?: number; startsAt?: Date | null; windowHours?: number | null }

/** Starts a drain of a host with the plan on the screen. */
export async function drain(hostId: Id<'host'>, options: Options = {}): Promise<Id<'relocation'>> {
  const { concurrentMax = 2, startsAt = null, windowHours = null } = options
  const { planKey } = await proposeDrain(staffAt(), hostId)
  const { relocationId } = await startDrain(staffAt(), {
    hostId,
    reason: 'Remplacement d’une barrette',
    planKey,
    concurrentMax,
    startsAt: startsAt?.toISOString() ?? null,
    windowHours,
  })
  return relocationId
}

/** Moves everything in the zone to the fullest host, all hosts in service, so that there is something to drain. */
export async function gatherOn(world: SagaWorld): Promise<Id<'host'>> {
  const { zoneId, hostIds } = world.estate.zone
  const open = () => world.rows.query(`update hosts set state = 'in_service' where zone_id = $1`, zoneId)
  await open()
  const [row] = await world.rows.query<{ id: Id<'host'> }>(
    `select host_id as id from allocations where zone_id = $1 and state = 'posted' and host_id is not null
     group by 1 order by count(*) desc, 1 limit 1`,
    zoneId,
  )
  if (!row) throw new Error('no host holds anything')
  for (const id of hostIds) {
    if (id === row.id || (await proposeDrain(staffAt(), id)).moves.length === 0) continue
    const relocationId = await drain(id, { concurrentMax: 20 })
    await world.rows.query(
      'update relocation_moves set to_host_id = $1 where relocation_id = $2',
      row.id,
      relocationId,
    )
    await turnUntil(world, relocationId, 'done')
  }
  await open()
  return row.id
}

/** Runs a worker once and completes the started moves; returns how many were in progress. */
export async function turn(world: SagaWorld, at: Date = systemNow()): Promise<number> {
  await driveRelocations(workerNow(at))
  // The test's clock is ahead of the clock by which sagas are due.
  const moving = await world.rows.query<{ id: Id<'saga'> }>(
    `update sagas set run_after = now() - interval '1 minute'
     where kind = 'move_instance' and state in ('running', 'undoing') returning id`,
  )
  for (const { id } of moving) await driveToRest(world.engine(), id)
  return moving.length
}

/** Repeats until the relocation is in this state; returns the highest number of concurrent moves. */
export async function turnUntil(
  world: SagaWorld,
  id: string,
  state: string,
  from = systemNow(),
): Promise<number> {
  let most = 0
  for (let each = 0; each < 40; each += 1) {
    most = Math.max(most, await turn(world, addSeconds(from, each)))
    if ((await statesOf(world, id)).state === state) return most
  }
  throw new Error(`${id} is ${JSON.stringify(await statesOf(world, id))}, not ${state}`)
}

const kept = ['host_capacity', 'quota_use', 'instance_claims', 'orphan_claims', 'open_usage', 'live_sagas']

/** Returns violated invariants of capacity, claims and usage: none. */
export async function violations(world: SagaWorld): Promise<string[]> {
  const broken: string[] = []
  for (const { name, statement } of invariants)
    if (kept.includes(name) && (await world.rows.query(statement)).length > 0) broken.push(name)
  return broken
}
