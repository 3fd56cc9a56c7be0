import { sql } from '../../e2e/support/database.ts'
import { addInstance } from '../../lib/resources/testing/resources.ts'
import { makeBuyers } from '../../testing/buyer.ts'
import { makeEstate } from '../../testing/estate.ts'

export type LargeZone = { zoneId: string; rackIds: string[]; hostIds: string[] }

const hostsPerRack = 20
const racksPerRoom = 50
const organisations = 40

/**
 * A zone of identical hosts with `serversPerHost` servers each, of forty organisations, with room for a tenth more:
 * one server is recorded by the product's own use cases, the others are copies of its rows.
 */
export async function makeLargeZone({
  hosts,
  serversPerHost,
}: {
  hosts: number
  serversPerHost: number
}): Promise<LargeZone> {
  const buyers = await makeBuyers(sql, organisations)
  const estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
  const { zone } = estate
  const { zoneId } = zone
  await addInstance(estate)
  const owners = buyers.map((each) => ({ org: each.organisationId, project: each.projectId }))
  const [rooms, racks] = [Math.ceil(hosts / hostsPerRack / racksPerRoom), Math.ceil(hosts / hostsPerRack)]
  await sql.begin(async (tx) => {
    // An id has 26 letters and digits after its prefix: a digest provides them deterministically.
    await tx`create function pg_temp.made(prefix text, what text, n int) returns text language sql immutable as
      $$ select prefix || '_' || substr(md5(what || n), 1, 26) $$`
    await tx`insert into rooms select (jsonb_populate_record(r, jsonb_build_object(
        'id', pg_temp.made('roo', 'room', n), 'name', 'M' || n))).*
      from rooms r join sites s on s.id = r.site_id, generate_series(1, ${rooms}) n where s.zone_id = ${zoneId}`
    await tx`insert into racks (id, room_id, name, row)
      select pg_temp.made('rac', 'rack', n), pg_temp.made('roo', 'room', (n - 1) / ${racksPerRoom} + 1),
        'R' || n, chr(65 + n % 10) from generate_series(1, ${racks}) n`
    await tx`insert into hosts select (jsonb_populate_record(h, jsonb_build_object(
        'id', pg_temp.made('hst', 'host', n), 'name', 'large-' || n,
        'rack_id', pg_temp.made('rac', 'rack', (n - 1) / ${hostsPerRack} + 1), 'rack_unit', n % ${hostsPerRack} + 1,
        'vcpu_physical', h.vcpu_physical * ${serversPerHost + 2}, 'vcpu_free', h.vcpu_physical * 2,
        'memory_mib_physical', h.memory_mib_physical * ${serversPerHost + 2}, 'memory_mib_free', h.memory_mib_physical * 2,
        'disk_gib_physical', h.disk_gib_physical * ${serversPerHost + 2}, 'disk_gib_free', h.disk_gib_physical * 2))).*
      from hosts h, generate_series(1, ${hosts}) n where h.id = ${zone.hostIds[0] ?? ''}`
    const servers = hosts * serversPerHost
    await tx`create temp table owners on commit drop as select * from jsonb_to_recordset(${tx.json(owners)})
      as o(org text, project text)`
    await tx`alter table owners add column place serial`
    await tx`alter table instances disable trigger all`
    await tx`alter table allocations disable trigger all`
    // The source row is materialised first: otherwise each copy would search for it among the copies.
    await tx`with first as materialized (select i as server from instances i where zone_id = ${zoneId})
      insert into instances select made.* from first, generate_series(1, ${servers}) n
      join owners o on o.place = n % ${owners.length} + 1,
      jsonb_populate_record(first.server, jsonb_build_object(
        'id', pg_temp.made('ins', 'server', n), 'name', 'srv-' || n, 'organisation_id', o.org, 'project_id', o.project,
        'host_id', pg_temp.made('hst', 'host', n % ${hosts} + 1), 'address', null)) made`
    await tx`with first as materialized (select a as claim from allocations a where zone_id = ${zoneId})
      insert into allocations select made.* from first, generate_series(1, ${servers}) n
      join owners o on o.place = n % ${owners.length} + 1,
      jsonb_populate_record(first.claim, jsonb_build_object(
        'id', pg_temp.made('alc', 'claim', n), 'resource_id', pg_temp.made('ins', 'server', n),
        'organisation_id', o.org, 'project_id', o.project, 'host_id', pg_temp.made('hst', 'host', n % ${hosts} + 1),
        'address', null)) made`
    await tx`alter table instances enable trigger all`
    await tx`alter table allocations enable trigger all`
  })
  await sql`vacuum analyze`
  const idsOf = async (rows: Promise<readonly { id: string }[]>) => (await rows).map(({ id }) => id)
  return {
    zoneId,
    rackIds: await idsOf(sql`select id from racks where name like 'R%' and room_id in (
      select r.id from rooms r join sites s on s.id = r.site_id where s.zone_id = ${zoneId}) order by id`),
    hostIds: await idsOf(
      sql`select id from hosts where zone_id = ${zoneId} and name like 'large-%' order by id`,
    ),
  }
}
