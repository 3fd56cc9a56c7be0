import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { claimCapacity, getZone } from '~/lib/placement'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { changeHostState } from './hosts/change-host-state'
import { editHost } from './hosts/edit-host'
import { getHost } from './hosts/get-host'
import { registerHost } from './hosts/register-host'
import { editRack } from './places/edit-rack'
import { editRoom } from './places/edit-room'
import { editSite } from './places/edit-site'
import { getRack } from './places/get-rack'
import { registerRack } from './places/register-rack'
import { registerSite } from './places/register-site'
import { editPool } from './pools/edit-pool'
import { makeZone, seedContext, type TestZone } from './testing/datacenter'

const staff = staffTestContext(newId('staff'), ['capacity'])
const auditor = staffTestContext(newId('staff'), ['auditor'])

describe('editing the inventory', () => {
  const { sql } = useTestDatabase()
  let buyer: TestBuyer
  let zone: TestZone
  let rackId: Id<'rack'>

  beforeAll(async () => {
    buyer = await makeBuyer(sql)
    zone = await makeZone({ count: 2, vcpu: 8 })
    rackId = (await getHost(staff, host())).host.rackId
  })

  const host = (index = 0) => zone.hostIds[index] as Id<'host'>
  const facts = { generation: 'G3', heightUnits: 1, rackUnit: null, vcpuOvercommitPercent: 100 }
  const room = { vcpuPhysical: 8, memoryMibPhysical: 32_768, diskGibPhysical: 800 }
  const edit = (change: object, hostId = host()) =>
    editHost(staff, { hostId, rackId, ...facts, ...room, ...change })
  const events = async (subject: string, event: string) =>
    (await sql`select details from audit_events where subject_id = ${subject} and event = ${event}`).map(
      (row) => row.details,
    )
  const claim = (vcpu: number, poolGib = 0) => {
    const member = buyer.as()
    const resourceId = poolGib > 0 ? newId('volume') : newId('instance')
    const shape = { vcpu, memoryMib: vcpu * 1024, diskGib: vcpu * 10, poolGib }
    const resource = {
      ...shape,
      resourceId,
      resourceKind: poolGib > 0 ? ('volume' as const) : ('instance' as const),
      volumeClass: poolGib > 0 ? ('fast' as const) : null,
    }
    return withOrganisation(member, (tx) =>
      claimCapacity(tx, member, { ...buyer, zoneId: zone.zoneId, resources: [resource] }),
    )
  }

  test('a host occupies its rack units, and no other host can use them', async () => {
    await edit({ rackUnit: 10, heightUnits: 2 })
    await expect(edit({ rackUnit: 11 }, host(1))).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'rackUnit',
      params: { reason: 'unit_taken', host: expect.stringMatching(/^tst/) },
    })
    await expect(edit({ rackUnit: 43 }, host(1))).rejects.toMatchObject({
      field: 'rackUnit',
      params: { reason: 'unit_outside', units: '42' },
    })
    await edit({ rackUnit: 12 }, host(1))
    const shown = await getRack(staff, rackId)
    expect(shown.hosts.map((each) => each.rackUnit)).toEqual([12, 10])
    expect(await events(host(), 'host.changed')).toEqual([
      { from: { rackUnit: null, heightUnits: 1 }, to: { rackUnit: 10, heightUnits: 2 } },
    ])
  })

  test('free capacity changes with the total, and claimed capacity cannot be removed', async () => {
    await edit({ rackUnit: 10, heightUnits: 2, vcpuPhysical: 16, vcpuReserved: 2 })
    expect((await getHost(staff, host())).host.vcpu).toEqual({ total: 16, reserved: 2, free: 14 })
    expect(await claim(10)).toMatchObject({ outcome: 'claimed' })
    const shrink = edit({ rackUnit: 10, heightUnits: 2, vcpuPhysical: 9 })
    await expect(shrink).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'vcpuPhysical',
      params: { reason: 'below_claimed', claimed: '10', left: '9' },
    })
    const less = edit({ rackUnit: 10, heightUnits: 2, vcpuPhysical: 16, memoryMibPhysical: 8_192 })
    await expect(less).rejects.toMatchObject({
      field: 'memoryMibPhysical',
      params: { claimed: '10', left: '8' },
    })
    expect((await getHost(staff, host())).host.vcpu).toEqual({ total: 16, reserved: 2, free: 4 })
  })

  test('an edit without changes writes no audit entry', async () => {
    const before = await events(host(1), 'host.changed')
    await edit({ rackUnit: 12 }, host(1))
    expect(await events(host(1), 'host.changed')).toEqual(before)
  })

  test('a host changes rack within its zone, never zone; a retired one cannot change', async () => {
    const other = await makeZone({ count: 1, vcpu: 4 })
    const elsewhere = (await getHost(staff, other.hostIds[0] as Id<'host'>)).host.rackId
    await expect(edit({ rackId: elsewhere }, host(1))).rejects.toMatchObject({
      field: 'rackId',
      params: { reason: 'rack_other_zone' },
    })
    await expect(edit({ rackId: newId('rack') }, host(1))).rejects.toMatchObject({ code: 'not_found' })
    const [first] = (await getZone(staff, zone.zoneId)).racks
    const near = await registerRack(seedContext(), { roomId: first?.roomId ?? '', name: '02', units: 4 })
    await edit({ rackId: near, rackUnit: 4 }, host(1))
    expect((await getHost(staff, host(1))).place.rack).toBe('02')
    await expect(editRack(staff, { rackId: near, name: '02', row: 'B', units: 3 })).rejects.toMatchObject({
      field: 'units',
      params: { reason: 'rack_too_low' },
    })
    const hostId = await registerHost(seedContext(), {
      ...room,
      rackId: near,
      name: 'old-1',
      generation: 'G1',
    })
    await changeHostState(staff, { hostId, to: 'cordoned', reason: 'fin de vie' })
    await changeHostState(staff, { hostId, to: 'retired', reason: 'fin de vie' })
    await expect(edit({ rackId: near }, hostId)).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'host_retired' },
    })
  })

  test('sites, rooms, racks and pools are renamed, a taken name is refused, each change is audited', async () => {
    const { sites, racks, zone: view } = await getZone(staff, zone.zoneId)
    const [site] = sites
    const siteId = site?.id ?? ''
    const roomId = site?.rooms[0]?.id ?? ''
    const address = '2 rue des Baies'
    await editSite(staff, { siteId, name: 'Site neuf', city: 'Lille', address })
    await editRoom(staff, { roomId, name: 'A2' })
    await editRack(staff, { rackId: racks[0]?.id ?? '', name: '09', row: 'C', units: 47 })
    const poolId = view.pools[0]?.id ?? ''
    await editPool(staff, { poolId, name: 'pool-neuf', gibPhysical: 20_000, gibReserved: 500 })
    const after = await getZone(staff, zone.zoneId)
    expect(after.sites).toMatchObject([{ name: 'Site neuf', address, rooms: [{ name: 'A2' }] }])
    expect(after.racks.find((each) => each.id === racks[0]?.id)).toMatchObject({
      name: '09',
      row: 'C',
      units: 47,
    })
    expect(after.zone.pools).toMatchObject([
      { name: 'pool-neuf', gib: { total: 20_000, reserved: 500, free: 19_500 } },
    ])
    expect(await events(siteId, 'site.changed')).toHaveLength(1)
    expect(await events(roomId, 'room.changed')).toEqual([{ name: 'A2' }])
    expect(await events(poolId, 'pool.changed')).toHaveLength(1)
    const again = registerSite(staff, { zoneId: zone.zoneId, name: 'Site neuf', city: 'Lille', address })
    await expect(again).rejects.toMatchObject({ code: 'name_taken', field: 'name' })
    const rackTwice = registerRack(staff, { roomId, name: '09' })
    await expect(rackTwice).rejects.toMatchObject({ code: 'name_taken' })
  })

  test('a pool keeps the space that its volumes hold', async () => {
    expect(await claim(0, 300)).toMatchObject({ outcome: 'claimed' })
    const less = editPool(staff, {
      poolId: zone.poolId,
      name: 'pool-neuf',
      gibPhysical: 400,
      gibReserved: 200,
    })
    await expect(less).rejects.toMatchObject({
      field: 'gibPhysical',
      params: { reason: 'below_claimed', claimed: '300', left: '200' },
    })
  })

  test('only staff with the right can edit, and unknown ids are not found', async () => {
    const named = { name: 'x' }
    for (const refused of [
      () => editHost(auditor, { hostId: host(), rackId, ...facts, ...room }),
      () => editRoom(auditor, { roomId: newId('room'), ...named }),
      () => editRack(auditor, { rackId, ...named }),
      () => editPool(auditor, { poolId: zone.poolId, ...named, gibPhysical: 1, gibReserved: 0 }),
      () => editSite(auditor, { siteId: newId('site'), ...named, city: 'x', address: 'x' }),
    ])
      await expect(refused()).rejects.toMatchObject({ code: 'forbidden' })
    for (const absent of [
      () => edit({}, newId('host')),
      () => editRoom(staff, { roomId: newId('room'), ...named }),
      () => editRack(staff, { rackId: newId('rack'), ...named }),
      () => editSite(staff, { siteId: newId('site'), ...named, city: 'x', address: 'x' }),
      () => editPool(staff, { poolId: newId('pool'), name: 'x', gibPhysical: 1, gibReserved: 0 }),
      () => registerRack(staff, { roomId: newId('room'), ...named }),
      () => registerSite(staff, { zoneId: newId('zone'), ...named, city: 'x', address: 'x' }),
    ])
      await expect(absent()).rejects.toMatchObject({ code: 'not_found' })
  })
})
