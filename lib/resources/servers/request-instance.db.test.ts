import { beforeAll, describe, expect, test } from 'vitest'
import type { InstanceState } from '~/db/schema/resources/compute'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Estate, makeEstate } from '~/testing/estate'
import { addInstance } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { resizeInstance, restoreInstance, retryProvisioning } from '../testing/unjudged'
import { deleteInstance } from './delete-instance'
import { instanceCan } from './instance-can'
import { restartInstance } from './restart-instance'
import { startInstance } from './start-instance'
import { stopInstance } from './stop-instance'

const database = useTestDatabase()
const { sql } = database
const { query, stateOf, sagasOf, auditsOf } = rowProbe(database)
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
})

type InstanceRequest = {
  name: string
  run: (ctx: OpContext, instanceId: Id<'instance'>) => Promise<unknown>
  from: InstanceState
  allowed: readonly InstanceState[]
  to: InstanceState
  saga: string | null
  event: string
}
const requests: InstanceRequest[] = [
  {
    name: 'start',
    run: (ctx, instanceId) => startInstance(ctx, { instanceId }),
    from: 'stopped',
    allowed: instanceCan.start.states,
    to: 'starting',
    saga: 'start_instance',
    event: 'instance.start_requested',
  },
  {
    name: 'stop',
    run: (ctx, instanceId) => stopInstance(ctx, { instanceId }),
    from: 'running',
    allowed: instanceCan.stop.states,
    to: 'stopping',
    saga: 'stop_instance',
    event: 'instance.stop_requested',
  },
  {
    name: 'restart',
    run: (ctx, instanceId) => restartInstance(ctx, { instanceId }),
    from: 'running',
    allowed: instanceCan.restart.states,
    to: 'restarting',
    saga: 'restart_instance',
    event: 'instance.restart_requested',
  },
  {
    name: 'resize',
    run: (ctx, instanceId) => resizeInstance(ctx, { instanceId, bundleId: estate.bundles.large.id }),
    from: 'running',
    allowed: instanceCan.resize.states,
    to: 'resizing',
    saga: 'resize_instance',
    event: 'instance.resize_requested',
  },
  {
    name: 'delete',
    run: (ctx, instanceId) => deleteInstance(ctx, { instanceId, detachVolumes: false }),
    from: 'running',
    allowed: instanceCan.delete.states,
    to: 'stopping',
    saga: 'delete_instance',
    event: 'instance.deleted',
  },
  {
    name: 'restore',
    run: (ctx, instanceId) => restoreInstance(ctx, { instanceId }),
    from: 'deleted',
    allowed: instanceCan.restore.states,
    to: 'deleted',
    saga: 'restore_instance',
    event: 'instance.restored',
  },
  {
    name: 'retry',
    run: (ctx, instanceId) => retryProvisioning(ctx, { instanceId }),
    from: 'failed',
    allowed: instanceCan.retry.states,
    to: 'creating',
    saga: 'create_instance',
    event: 'instance.retry_requested',
  },
]

describe.each(requests)('$name', ({ run, from, to, saga, event, allowed }) => {
  test('moves the state, audits and records one saga', async () => {
    const id = await endedClaim(from)
    await run(estate.own.as('technical'), id)
    expect(await stateOf(id)).toBe(to)
    expect((await sagasOf(id)).map((row) => row.kind)).toEqual([saga])
    expect(await auditsOf(id)).toEqual([event])
  })

  test('a double click records one saga', async () => {
    const id = await endedClaim(from)
    const clicks = await Promise.allSettled([1, 2, 3].map(() => run(estate.own.as('technical'), id)))
    expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1)
    for (const click of clicks)
      if (click.status === 'rejected') expect(click.reason).toMatchObject({ code: 'state_forbids' })
    expect(await sagasOf(id)).toHaveLength(1)
    expect(await auditsOf(id)).toEqual([event])
  })

  test('another organisation’s server and a missing one are both not found', async () => {
    const foreign = await endedClaim(from, true)
    for (const id of [foreign, newId('instance')]) {
      await expect(run(estate.own.as('technical'), id)).rejects.toMatchObject({ code: 'not_found' })
    }
    expect([await stateOf(foreign), await sagasOf(foreign), await auditsOf(foreign)]).toEqual([from, [], []])
  })

  test.each(['reader', 'billing', 'approver'] as const)('a %s is refused', async (role) => {
    const id = await endedClaim(from)
    await expect(run(estate.own.as(role), id)).rejects.toMatchObject({ code: 'forbidden' })
    expect([await stateOf(id), await sagasOf(id)]).toEqual([from, []])
  })

  test('every other state refuses it and nothing changes', async () => {
    const others = (['creating', 'running', 'stopped', 'deleted', 'failed'] as const).filter(
      (state) => !allowed.includes(state),
    )
    for (const state of others) {
      const id = await endedClaim(state)
      await expect([state, await run(estate.own.as('technical'), id).catch((error) => error.code)]).toEqual([
        state,
        'state_forbids',
      ])
      expect([await stateOf(id), await sagasOf(id), await auditsOf(id)]).toEqual([state, [], []])
    }
  })
})

/** A server in a state; a failed one has released its claim, as its saga does. */
async function endedClaim(state: InstanceState, isForeign = false): Promise<Id<'instance'>> {
  const id = await addInstance(estate, { state, of: isForeign ? estate.foreign : estate.own })
  if (state === 'failed') await query("select app.end_allocation($1, 'voided', now())", id)
  return id
}
