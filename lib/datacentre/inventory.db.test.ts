import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { claimCapacity, getZone, listPlacements } from '~/lib/placement'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { changeHostState } from './hosts/change-host-state'
import { getHost } from './hosts/get-host'
import { registerHost } from './hosts/register-host'
import { relabelHost } from './hosts/relabel-host'
import { getRack } from './places/get-rack'
import { listSites } from './places/list-sites'
import { registerRack } from './places/register-rack'
import { makeZone, seedContext, type TestZone } from './testing/datacenter'
import { listInventory } from './zones/list-inventory'
import { listRackOverviews } from './zones/list-rack-overviews'

const staff = staffTestContext(newId('staff'), ['capacity'])
const auditor = staffTestContext(newId('staff'), ['auditor'])

const small = {
  generation: 'G3',
  vcpuPhysical: 4,
  vcpuOvercommitPercent: 100,
  memoryMibPhysical: 16_384,
  diskGibPhysical: 400,
}

describe('the inventory', () => {
  const { sql } = useTestDatabase()
  let buyer: TestBuyer
  let zone: TestZone

  beforeAll(async () => {
    buyer = await makeBuyer(sql)
    zone = await makeZone({ count: 2, vcpu: 8 })
  })

  const host = () => zone.hostIds[0] as Id<'host'>
  const member = () => buyer.as()
  const place = (zoneId: Id<'zone'>) => {
    const resourceId = newId('instance')
    const resources = [
      {
        resourceId,
        resourceKind: 'instance' as const,
        vcpu: 2,
        memoryMib: 2048,
        diskGib: 20,
        poolGib: 0,
        volumeClass: null,
      },
    ]
    return withOrganisation(member(), (tx) => claimCapacity(tx, member(), { ...buyer, zoneId, resources }))
  }
  const events = async (subject: string) =>
    (
      await sql`select event, actor_kind, details from audit_events where subject_id = ${subject} order by occurred_at, id`
    ).map((row) => row)

  test('a registered host sells its capacity minus its reserve, overcommitted for virtual CPUs only', async () => {
    const [rack] = await sql`select rack_id from hosts where id = ${host()}`
    const hostId = await registerHost(seedContext(), {
      rackId: rack?.rack_id,
      name: 'par1-b2-07',
      generation: 'G4',
      vcpuPhysical: 64,
      vcpuOvercommitPercent: 400,
      vcpuReserved: 8,
      memoryMibPhysical: 524_288,
      memoryMibReserved: 16_384,
      diskGibPhysical: 3_840,
      diskGibReserved: 240,
    })
    const { host: view, place: where } = await getHost(staff, hostId)
    expect([view.vcpu, view.memoryMib, view.diskGib]).toEqual([
      { total: 256, reserved: 8, free: 248 },
      { total: 524_288, reserved: 16_384, free: 507_904 },
      { total: 3_840, reserved: 240, free: 3_600 },
    ])
    expect(where).toMatchObject({ city: 'Lille', room: 'A1', rack: '01' })
    expect(await events(hostId)).toMatchObject([{ event: 'host.registered', actor_kind: 'system' }])
  })

  test('a change of state is audited with its reason, and refused if it makes no sense', async () => {
    await changeHostState(staff, { hostId: host(), to: 'maintenance', reason: 'changement de barrettes' })
    const { host: view } = await getHost(auditor, host())
    expect(view).toMatchObject({ state: 'maintenance', stateReason: 'changement de barrettes' })
    const recorded = await events(host())
    expect(recorded.find((each) => each.event === 'host.state_changed')).toMatchObject({
      event: 'host.state_changed',
      actor_kind: 'staff',
      details: { from: 'in_service', to: 'maintenance', reason: 'changement de barrettes' },
    })
    const again = changeHostState(staff, { hostId: host(), to: 'maintenance', reason: 'encore' })
    await expect(again).rejects.toMatchObject({ code: 'state_forbids', params: { reason: 'same_state' } })
    expect(await events(host())).toHaveLength(recorded.length)
    await changeHostState(staff, { hostId: host(), to: 'in_service', reason: 'terminé' })
  })

  test('a host with allocations cannot be retired', async () => {
    const own = await makeZone({ count: 1, vcpu: 4 })
    const hostId = own.hostIds[0] as Id<'host'>
    expect(await place(own.zoneId)).toMatchObject({ outcome: 'claimed' })
    await changeHostState(staff, { hostId, to: 'cordoned', reason: 'fin de vie' })
    const retiring = changeHostState(staff, { hostId, to: 'retired', reason: 'fin de vie' })
    await expect(retiring).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'host_must_be_empty' },
    })
    const { allocations, host: view } = await getHost(staff, hostId)
    expect(view.allocations).toBe(1)
    expect(allocations).toMatchObject([{ state: 'pending', vcpu: 2, organisation: { name: 'Atelier Test' } }])
  })

  test('labels are replaced as a whole and audited', async () => {
    await relabelHost(staff, { hostId: host(), labels: { disk: 'nvme' } })
    expect((await getHost(staff, host())).host.labels).toEqual({ disk: 'nvme' })
    const recorded = (await events(host())).find((each) => each.event === 'host.relabelled')
    expect(recorded).toMatchObject({ actor_kind: 'staff', details: { from: {}, to: { disk: 'nvme' } } })
  })

  test('only staff with the role can change it; customers cannot see the inventory', async () => {
    const change = { hostId: host(), to: 'maintenance' as const, reason: 'pourquoi pas' }
    await expect(changeHostState(auditor, change)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(changeHostState(member(), change)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(listInventory(member())).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(listSites(member())).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(listRackOverviews(member(), [zone.zoneId])).rejects.toMatchObject({
      code: 'unauthenticated',
    })
    await expect(getHost(staff, newId('host'))).rejects.toMatchObject({ code: 'not_found' })
    await expect(getHost(staff, 'nonsense')).rejects.toMatchObject({ code: 'not_found' })
  })

  test('the sites of a zone have its hosts and its memory', async () => {
    const sites = await listSites(auditor)
    for (const each of await listInventory(auditor)) {
      const own = sites.filter(({ zoneId }) => zoneId === each.id)
      const sum = (of: 'hosts' | 'hostsOpen' | 'memoryMib' | 'memoryMibFree') =>
        own.reduce((total, site) => total + site[of], 0)
      expect([sum('hosts'), sum('hostsOpen')]).toEqual([each.hosts, each.hostsOpen])
      expect(sum('memoryMib')).toBe(each.capacity.memoryMib.total)
      expect(sum('memoryMibFree')).toBe(each.capacity.memoryMib.free)
    }
  })

  test('a zone is listed with its sellable capacity, shown with its racks, and each rack with its hosts', async () => {
    const listed = (await listInventory(auditor)).find((each) => each.id === zone.zoneId)
    expect(listed).toMatchObject({ racks: 1, pools: [{ volumeClass: 'fast' }] })
    expect(listed?.capacity.vcpu.total).toBe(8 * 2 + 248)
    const shown = await getZone(auditor, zone.zoneId)
    expect(shown).toMatchObject({ racksTotal: 1, sites: [{ rooms: [{ name: 'A1' }] }] })
    expect(shown.racks[0]?.hosts.map((each) => each.id)).toEqual(expect.arrayContaining(zone.hostIds))
    const rack = await getRack(auditor, shown.racks[0]?.id ?? '')
    expect(rack).toMatchObject({ name: '01', room: 'A1', zoneId: zone.zoneId, units: 42 })
    expect(rack.hosts).toEqual(shown.racks[0]?.hosts)
    for (const absent of [() => getZone(auditor, newId('zone')), () => getRack(auditor, newId('rack'))])
      await expect(absent()).rejects.toMatchObject({ code: 'not_found' })
  })

  test('the overview of a zone has the racks of its page, and its bars add up to the free capacity of the zone', async () => {
    const empty = newId('zone')
    const overviews = await listRackOverviews(auditor, [zone.zoneId, empty])
    const { racks, racksTotal, zone: shown } = await getZone(auditor, zone.zoneId)
    expect(overviews.get(zone.zoneId)).toEqual({ racks, total: racksTotal })
    expect(overviews.get(empty)).toEqual({ racks: [], total: 0 })
    const open = racks.flatMap(({ hosts }) => hosts).filter(({ state }) => state === 'in_service')
    const free = (of: 'vcpu' | 'memoryMib' | 'diskGib') => open.reduce((sum, host) => sum + host[of].free, 0)
    const { vcpu, memoryMib, diskGib } = shown.capacity
    expect([vcpu.free, memoryMib.free, diskGib.free]).toEqual([
      free('vcpu'),
      free('memoryMib'),
      free('diskGib'),
    ])
    expect(free('vcpu')).toBeGreaterThan(0)
  })

  test('the loss of the only rack of a zone would strand its servers, and a second rack prevents that', async () => {
    const own = await makeZone({ count: 1, vcpu: 4 })
    expect((await getZone(auditor, own.zoneId)).headroom).toEqual({ racks: 0, fatal: [] })
    expect(await place(own.zoneId)).toMatchObject({ outcome: 'claimed' })
    const alone = await getZone(auditor, own.zoneId)
    const [rack] = alone.racks
    expect(alone.headroom).toEqual({
      racks: 1,
      fatal: [{ rackId: rack?.id, rack: '01', stranded: 1, total: 1 }],
    })
    const rackId = await registerRack(seedContext(), { roomId: rack?.roomId ?? '', name: '02' })
    await registerHost(seedContext(), { ...small, rackId, name: 'relief-1' })
    expect((await getZone(auditor, own.zoneId)).headroom).toEqual({ racks: 1, fatal: [] })
  })

  test('the owner of a resource sees site, room and rack, and another organisation nothing', async () => {
    const outcome = await place(zone.zoneId)
    if (outcome.outcome !== 'claimed') throw new Error(outcome.outcome)
    const ids = outcome.places.map((each) => each.resourceId)
    const placements = await withOrganisation(member(), (tx) => listPlacements(tx, ids))
    expect(placements).toMatchObject([
      { resourceId: ids[0], city: 'Lille', room: 'A1', rack: '01', generation: expect.any(String) },
    ])
    const stranger = await makeBuyer(sql)
    const other = stranger.as()
    expect(await withOrganisation(other, (tx) => listPlacements(tx, ids))).toEqual([])
  })
})
