import { describe, expect, it } from 'vitest'
import { useTestDatabase } from '../testing/use-test-database'
import { checkInvariants } from './check'

describe('invariants', () => {
  const { sql } = useTestDatabase()

  it('all hold in an empty installation', async () => {
    expect(await checkInvariants(sql)).toEqual([])
  })

  it('find a host with a tampered free capacity and name it', async () => {
    await sql.unsafe(`
      insert into zones (id, code, name, city, position, state, address_prefix) values ('zon_t', 'TST', 'Test', 'Test', 1, 'in_service', '10.1');
      insert into sites (id, zone_id, name, city, address) values ('sit_t', 'zon_t', 'T', 'T', 'T');
      insert into rooms (id, site_id, name) values ('roo_t', 'sit_t', 'T');
      insert into racks (id, room_id, name) values ('rac_t', 'roo_t', 'T');
      insert into hosts (id, rack_id, zone_id, name, state, state_changed_at, generation, vcpu_physical, vcpu_overcommit_percent, vcpu_reserved, vcpu_free,
        memory_mib_physical, memory_mib_reserved, memory_mib_free, disk_gib_physical, disk_gib_reserved, disk_gib_free)
      values ('hst_t', 'rac_t', 'zon_t', 'tampered', 'in_service', now(), 'G1', 8, 400, 2, 31, 1024, 0, 1024, 100, 0, 100)`)
    const violations = await checkInvariants(sql)
    expect(violations.map((each) => each.name)).toEqual(['host_capacity'])
    expect(violations[0]?.rows[0]).toMatchObject({ name: 'tampered', vcpu_free: 31 })
  })

  it('find a claim without a resource on a host outside its zone', async () => {
    await sql.unsafe(`update hosts set vcpu_free = 30 where id = 'hst_t';
      insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, host_id, vcpu, memory_mib, disk_gib, pool_gib, state, created_at)
        values ('alc_t', 'org_none', 'prj_none', 'instance', 'ins_none', 'zon_none', 'hst_t', 1, 0, 0, 0, 'released', now())`)
    const violations = await checkInvariants(sql)
    expect(violations.map((each) => each.name)).toEqual(['claims_stand'])
    expect(violations[0]?.rows).toMatchObject([{ id: 'alc_t' }])
  })
})
