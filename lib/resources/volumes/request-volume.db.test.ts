import { beforeAll, describe, expect, test } from 'vitest'
import type { InstanceState, VolumeState } from '~/db/schema/resources/compute'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { type Estate, makeEstate } from '~/testing/estate'
import { inspectVolume } from '../common/inspect-resource'
import { addInstance, addVolume } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { retryProvisioning, retryVolume } from '../testing/unjudged'
import { attachVolume } from './attach-volume'
import { deleteVolume } from './delete-volume'
import { detachVolume } from './detach-volume'
import { restoreVolume } from './restore-volume'

const database = useTestDatabase()
const { sql } = database
const { query, stateOf, sagasOf, auditsOf } = rowProbe(database)
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

describe('volumes', () => {
  const own = () => estate.own.as('technical')

  test('attach and detach record one saga each, for several clicks', async () => {
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

  test('cannot be attached to a server of another zone, organisation or state', async () => {
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

  test('a volume is detached only from its own server', async () => {
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
  ] as [VolumeState, string][])('a volume that is %s cannot be deleted', async (state, code) => {
    const instanceId = await addInstance(estate)
    const volumeId = await addVolume(estate, state === 'attached' ? { attachedTo: instanceId } : { state })
    await expect(deleteVolume(own(), { volumeId })).rejects.toMatchObject({ code })
    expect(await stateOf(volumeId)).toBe(state)
  })

  test('a deleted and restored volume is unchanged, and was billed throughout', async () => {
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

  test('a foreign volume is not found and a reader is refused', async () => {
    const foreign = await addVolume(estate, { of: estate.foreign })
    const deleted = await addVolume(estate, { of: estate.foreign, state: 'deleted' })
    const mine = await addVolume(estate)
    await expect(deleteVolume(own(), { volumeId: foreign })).rejects.toMatchObject({ code: 'not_found' })
    await expect(restoreVolume(own(), { volumeId: deleted })).rejects.toMatchObject({ code: 'not_found' })
    await expect(inspectVolume(own(), { volumeId: foreign })).rejects.toMatchObject({ code: 'not_found' })
    await expect(deleteVolume(estate.own.as('reader'), { volumeId: mine })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('a volume whose creation failed', () => {
  const own = () => estate.own.as('technical')
  const claimsOf = (id: string) =>
    query<{ state: string }>('select state from allocations where resource_id = $1 order by state', id)

  async function failed(bundle: 'storage' | 'combined' = 'storage', of = estate.own): Promise<Id<'volume'>> {
    const id = await addVolume(estate, { state: 'failed', of })
    await query(
      "update volumes set bundle_id = $2, failure_code = 'timeout' where id = $1",
      id,
      estate.bundles[bundle].id,
    )
    await query("select app.end_allocation($1, 'voided', now())", id)
    return id
  }

  test('is retried with a new claim, once for several clicks', async () => {
    const volumeId = await failed()
    const clicks = await Promise.allSettled([1, 2, 3].map(() => retryVolume(own(), { volumeId })))
    expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1)
    for (const click of clicks)
      if (click.status === 'rejected') expect(click.reason).toMatchObject({ code: 'state_forbids' })
    expect(await stateOf(volumeId)).toBe('creating')
    expect(await sagasOf(volumeId)).toEqual([{ kind: 'create_volume', input: {} }])
    expect(await auditsOf(volumeId)).toEqual(['volume.retry_requested'])
    expect(await claimsOf(volumeId)).toEqual([{ state: 'pending' }, { state: 'voided' }])
    expect(await query('select failure_code, failure_text from volumes where id = $1', volumeId)).toEqual([
      { failure_code: null, failure_text: null },
    ])
  })

  test('is created with its server when it was ordered with one', async () => {
    const volumeId = await failed('combined')
    await expect(retryVolume(own(), { volumeId })).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'volume_of_server' },
    })
    expect([await stateOf(volumeId), await sagasOf(volumeId)]).toEqual(['failed', []])
  })

  test('is created with its server even after it was removed from the list', async () => {
    const volumeId = await failed('combined')
    const instanceId = await endedClaim('failed')
    await query(
      `insert into sagas (id, organisation_id, kind, resource_kind, resource_id, state, input, requested_by, run_after, created_at, finished_at)
       values ($1, $2, 'create_instance', 'instance', $3, 'undone', jsonb_build_object('volumeId', $4::text), 'test', now(), '2026-11-24', now())`,
      newId('saga'),
      estate.own.organisationId,
      instanceId,
      volumeId,
    )
    await deleteVolume(own(), { volumeId })
    expect(await stateOf(volumeId)).toBe('purged')
    await retryProvisioning(own(), { instanceId })
    expect([await stateOf(instanceId), await stateOf(volumeId)]).toEqual(['creating', 'creating'])
    expect((await claimsOf(volumeId)).map((claim) => claim.state)).toEqual(['pending', 'voided'])
  })

  test.each(['creating', 'available', 'deleted'] as VolumeState[])('one that is %s is not', async (state) => {
    const volumeId = await addVolume(estate, { state })
    await expect(retryVolume(own(), { volumeId })).rejects.toMatchObject({ code: 'state_forbids' })
    expect([await stateOf(volumeId), await sagasOf(volumeId)]).toEqual([state, []])
  })

  test('is not retried when the zone is full, the cap is reached, or the name is taken', async () => {
    const volumeId = await failed()
    const unchanged = async () =>
      expect([await stateOf(volumeId), await sagasOf(volumeId), await claimsOf(volumeId)]).toEqual([
        'failed',
        [],
        [{ state: 'voided' }],
      ])
    const [pool] = await query<{ id: string; gib_free: string }>(
      'select p.id, p.gib_free from storage_pools p join volumes v on v.pool_id = p.id where v.id = $1',
      volumeId,
    )
    await query(
      'update storage_pools set gib_reserved = gib_reserved + gib_free, gib_free = 0 where id = $1',
      pool?.id ?? '',
    )
    await expect(retryVolume(own(), { volumeId })).rejects.toMatchObject({ code: 'insufficient_capacity' })
    await unchanged()
    await query(
      'update storage_pools set gib_reserved = gib_reserved - $2::int, gib_free = $2::int where id = $1',
      pool?.id ?? '',
      String(pool?.gib_free ?? 0),
    )

    const { organisationId } = estate.own
    await query('update organisations set spending_cap_cents = 1 where id = $1', organisationId)
    await expect(retryVolume(own(), { volumeId })).rejects.toMatchObject({ code: 'spending_cap_exceeded' })
    await unchanged()
    await query('update organisations set spending_cap_cents = null where id = $1', organisationId)

    const [row] = await query<{ name: string }>('select name from volumes where id = $1', volumeId)
    await addVolume(estate, { name: row?.name ?? '' })
    await expect(retryVolume(own(), { volumeId })).rejects.toMatchObject({ code: 'name_taken' })
    await unchanged()
  })

  test('is not found in another organisation, and refused to a reader', async () => {
    const foreign = await failed('storage', estate.foreign)
    const mine = await failed()
    await expect(retryVolume(own(), { volumeId: foreign })).rejects.toMatchObject({ code: 'not_found' })
    for (const role of ['reader', 'billing', 'approver'] as const)
      await expect(retryVolume(estate.own.as(role), { volumeId: mine })).rejects.toMatchObject({
        code: 'forbidden',
      })
    expect([await stateOf(foreign), await stateOf(mine)]).toEqual(['failed', 'failed'])
  })
})
