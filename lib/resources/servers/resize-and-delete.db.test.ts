import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import type { InstanceState } from '~/db/schema/resources/compute'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { committedMonthlyCents } from '~/lib/usage'
import { type Estate, makeEstate } from '~/testing/estate'
import { inspectInstance } from '../common/inspect-resource'
import { addInstance, addVolume } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { resizeInstance, restoreInstance } from '../testing/unjudged'
import { restoreVolume } from '../volumes/restore-volume'
import { deleteInstance } from './delete-instance'
import { operateInstances } from './operate-instances'
import { stopInstance } from './stop-instance'

const database = useTestDatabase()
const { sql } = database
const { query, stateOf, sagasOf } = rowProbe(database)
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
})

/** A server in a state; a failed one has released its claim, as its saga does. */
async function endedClaim(state: InstanceState, isForeign = false): Promise<Id<'instance'>> {
  const id = await addInstance(estate, { state, of: isForeign ? estate.foreign : estate.own })
  if (state === 'failed') await query("select app.end_allocation($1, 'voided', now())", id)
  return id
}

describe('resize', () => {
  const claimOf = async (id: string) =>
    (
      await query<{ vcpu: number; memory_mib: number; disk_gib: number }>(
        "select vcpu, memory_mib, disk_gib from allocations where resource_id = $1 and state in ('pending', 'posted')",
        id,
      )
    )[0]

  test('claims the growth before the hypervisor is called', async () => {
    const id = await addInstance(estate, { bundle: 'small' })
    await resizeInstance(estate.own.as('technical'), { instanceId: id, bundleId: estate.bundles.large.id })
    expect(await claimOf(id)).toEqual({ vcpu: 4, memory_mib: 8192, disk_gib: 100 })
  })

  test('reports the resource that the host is short of, and changes nothing', async () => {
    const tight = await makeEstate(sql, { hosts: { count: 1, vcpu: 8 } })
    const id = await addInstance(tight, { bundle: 'small' })
    await expect(
      resizeInstance(tight.own.as('technical'), { instanceId: id, bundleId: tight.bundles.wide.id }),
    ).rejects.toMatchObject({
      code: 'insufficient_capacity',
      params: { short: 'vcpu', free: '6' },
    })
    expect([await stateOf(id), await sagasOf(id), (await claimOf(id))?.vcpu]).toEqual(['running', [], 2])
  })

  test.each([
    ['the same bundle', 'small', 'small', 'same_bundle'],
    ['a smaller disk', 'large', 'small', 'smaller_disk'],
    ['another kind', 'small', 'combined', 'other_kind'],
  ] as const)('refuses %s', async (_name, from, to, reason) => {
    const id = await addInstance(estate, { bundle: from })
    await expect(
      resizeInstance(estate.own.as('technical'), { instanceId: id, bundleId: estate.bundles[to].id }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      params: { reason },
    })
  })

  test('is refused over the spending cap, with the figures', async () => {
    const capped = await makeEstate(sql, { spendingCapCents: 2_000n })
    const id = await addInstance(capped, { bundle: 'small' })
    const ctx = capped.own.as('technical')
    const committed = await withOrganisation(ctx, (tx, org) => committedMonthlyCents(tx, org, ctx.now))
    await expect(
      resizeInstance(ctx, { instanceId: id, bundleId: capped.bundles.large.id }),
    ).rejects.toMatchObject({
      code: 'spending_cap_exceeded',
      params: { capCents: '2000', committedCents: String(committed) },
    })
  })
})

describe('delete and restore', () => {
  test('a protected server cannot be deleted', async () => {
    const id = await addInstance(estate)
    await query('update instances set is_protected = true where id = $1', id)
    await expect(
      deleteInstance(estate.own.as('technical'), { instanceId: id, detachVolumes: true }),
    ).rejects.toMatchObject({ code: 'protected' })
    expect(await stateOf(id)).toBe('running')
  })

  test('attached volumes refuse the deletion, or are detached first', async () => {
    const id = await addInstance(estate)
    const volume = await addVolume(estate, { attachedTo: id })
    const remove = (detachVolumes: boolean) =>
      deleteInstance(estate.own.as('technical'), { instanceId: id, detachVolumes })
    await expect(remove(false)).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'has_volumes', count: '1' },
    })
    expect([await stateOf(id), await stateOf(volume)]).toEqual(['running', 'attached'])
    await remove(true)
    expect([await stateOf(id), await stateOf(volume)]).toEqual(['stopping', 'detaching'])
    expect(await sagasOf(volume)).toMatchObject([{ kind: 'detach_volume', input: { instanceId: id } }])
  })

  test('a failed server is removed from the list at once, without a saga', async () => {
    const id = await endedClaim('failed')
    expect(
      await deleteInstance(estate.own.as('technical'), { instanceId: id, detachVolumes: false }),
    ).toEqual({
      outcome: 'removed',
    })
    expect([await stateOf(id), await sagasOf(id)]).toEqual(['purged', []])
  })

  test('after exactly 72 hours nothing can be restored', async () => {
    const ctx = estate.own.as('technical')
    const id = await addInstance(estate, { state: 'deleted' })
    const volumeId = await addVolume(estate, { state: 'deleted' })
    const over = { ...ctx, now: addSeconds(ctx.now, 72 * 3_600) }
    for (const late of [
      () => restoreInstance(over, { instanceId: id }),
      () => restoreVolume(over, { volumeId }),
    ]) {
      await expect(late()).rejects.toMatchObject({ code: 'state_forbids', params: { reason: 'grace_over' } })
    }
    await restoreInstance({ ...ctx, now: addSeconds(over.now, -1) }, { instanceId: id })
  })
})

test('several servers are changed together; a refusal does not affect the others', async () => {
  const ids = [
    await addInstance(estate),
    await addInstance(estate, { state: 'stopped' }),
    await addInstance(estate),
  ]
  const foreign = await addInstance(estate, { of: estate.foreign })
  const outcomes = await operateInstances(estate.own.as('technical'), {
    verb: 'stop',
    instanceIds: [...ids, foreign],
  })
  expect(outcomes.map((each) => each.refusal)).toEqual([null, 'state_forbids', null, 'not_found'])
  expect(await Promise.all(ids.map(stateOf))).toEqual(['stopping', 'stopped', 'stopping'])
})

test('a server’s page has its host, volumes, use, history and operation; a foreign one is not found', async () => {
  const instanceId = await addInstance(estate)
  await addVolume(estate, { attachedTo: instanceId, name: 'donnees' })
  const ctx = estate.own.as('technical')
  const now = addSeconds(ctx.now, 3_600)
  await stopInstance({ ...ctx, now: addSeconds(ctx.now, 1_800) }, { instanceId })
  const page = await inspectInstance(estate.own.as('reader', now), { instanceId })
  expect(page.instance).toMatchObject({ state: 'stopping', bundle: { name: 'small' }, monthlyCents: '1987' })
  expect(page.placement).toMatchObject({ room: 'A1', rack: '01', generation: 'G3' })
  expect(page.volumes.map((volume) => volume.name)).toEqual(['donnees'])
  expect(page.usage).toMatchObject([
    { meter: 'compute', seconds: 3_600, cents: '2' },
    { meter: 'root_disk', seconds: 3_600, cents: '0' },
  ])
  expect(page.transitions.map((each) => each.toState)).toEqual(['stopping', 'running', 'creating'])
  expect(page.saga).toMatchObject({ kind: 'stop_instance', state: 'running' })
  await expect(inspectInstance(estate.foreign.as('technical'), { instanceId })).rejects.toMatchObject({
    code: 'not_found',
  })
})
