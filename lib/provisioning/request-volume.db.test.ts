import { beforeAll, describe, expect, test } from 'vitest'
import type { InstanceState, VolumeState } from '~/db/schema/compute'
import { useTestDatabase } from '~/db/testing/use-test-database'

import { type Estate, makeEstate, memberOf } from '~/lib/compute/testing/estate'
import { addInstance, addVolume } from '~/lib/compute/testing/resources'
import { rowProbe } from '~/lib/compute/testing/row-probe'
import type { Id } from '~/lib/kernel/ids'
import { attachVolume, deleteVolume, detachVolume, inspectVolume, restoreVolume } from './index'

const database = useTestDatabase()
const { query, stateOf, sagasOf, auditsOf } = rowProbe(database)
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(database.current, { hosts: { count: 4, vcpu: 512 } })
})

/** A server in a state; a failed one has given its claim back, as its saga does. */
async function endedClaim(state: InstanceState, isForeign = false): Promise<Id<'instance'>> {
  const id = await addInstance(estate, { state, of: isForeign ? estate.foreign : estate.own })
  if (state === 'failed') await query("select app.end_allocation($1, 'voided', now())", id)
  return id
}

describe('volumes', () => {
  const own = () => memberOf(estate.own)

  test('attach and detach record one saga each, whatever the number of clicks', async () => {
    const instanceId = await addInstance(estate)
    const volumeId = await addVolume(estate)
    const attached = await Promise.allSettled([1, 2].map(() => attachVolume(own(), { volumeId, instanceId })))
    expect(attached.filter((click) => click.status === 'fulfilled')).toHaveLength(1)
    expect([await stateOf(volumeId), await sagasOf(volumeId)]).toMatchObject([
      'attaching',
      [{ kind: 'attach_volume', input: { instanceId } }],
    ])
    const other = await addVolume(estate, { attachedTo: instanceId })
    const detached = await Promise.allSettled(
      [1, 2].map(() => detachVolume(own(), { volumeId: other, instanceId })),
    )
    expect(detached.filter((click) => click.status === 'fulfilled')).toHaveLength(1)
    expect([await stateOf(other), await auditsOf(other)]).toEqual(['detaching', ['volume.detach_requested']])
  })

  test('a server of another zone, organisation or state does not take it', async () => {
    const volumeId = await addVolume(estate)
    const elsewhere = await addInstance(estate, { zoneId: estate.otherZone.zoneId })
    const foreign = await addInstance(estate, { of: estate.foreign })
    const failed = await endedClaim('failed')
    for (const [instanceId, code] of [
      [elsewhere, 'invalid_input'],
      [foreign, 'not_found'],
      [failed, 'state_forbids'],
    ] as const) {
      await expect(attachVolume(own(), { volumeId, instanceId })).rejects.toMatchObject({ code })
    }
    expect([await stateOf(volumeId), await sagasOf(volumeId)]).toEqual(['available', []])
  })

  test('it is detached from the server it hangs on, not from another', async () => {
    const instanceId = await addInstance(estate)
    const volumeId = await addVolume(estate, { attachedTo: instanceId })
    const other = await addInstance(estate)
    await expect(detachVolume(own(), { volumeId, instanceId: other })).rejects.toMatchObject({
      params: { reason: 'other_instance' },
    })
  })

  test.each([
    ['attached', 'state_forbids'],
    ['deleted', 'state_forbids'],
    ['creating', 'state_forbids'],
  ] as [VolumeState, string][])('one that is %s is not deleted', async (state, code) => {
    const instanceId = await addInstance(estate)
    const volumeId = await addVolume(estate, state === 'attached' ? { attachedTo: instanceId } : { state })
    await expect(deleteVolume(own(), { volumeId })).rejects.toMatchObject({ code })
    expect(await stateOf(volumeId)).toBe(state)
  })

  test('deleted and restored it is what it was, and was billed throughout', async () => {
    const volumeId = await addVolume(estate)
    await deleteVolume(own(), { volumeId })
    expect(await stateOf(volumeId)).toBe('deleted')
    await restoreVolume(own(), { volumeId })
    expect(await stateOf(volumeId)).toBe('available')
    expect(
      await query('select 1 from usage_intervals where resource_id = $1 and ended_at is null', volumeId),
    ).toHaveLength(1)
    expect(await auditsOf(volumeId)).toEqual(['volume.deleted', 'volume.restored'])
  })

  test('a foreign volume and a reader get no further', async () => {
    const foreign = await addVolume(estate, { of: estate.foreign })
    const deleted = await addVolume(estate, { of: estate.foreign, state: 'deleted' })
    const mine = await addVolume(estate)
    await expect(deleteVolume(own(), { volumeId: foreign })).rejects.toMatchObject({ code: 'not_found' })
    await expect(restoreVolume(own(), { volumeId: deleted })).rejects.toMatchObject({ code: 'not_found' })
    await expect(inspectVolume(own(), { volumeId: foreign })).rejects.toMatchObject({ code: 'not_found' })
    await expect(deleteVolume(memberOf(estate.own, 'reader'), { volumeId: mine })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
