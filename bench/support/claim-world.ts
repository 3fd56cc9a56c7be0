import postgres from 'postgres'
import { closeDatabase } from '../../db/client.ts'
import { socketAddress } from '../../db/embedded/socket.ts'
import { memberTestContext } from '../../db/testing/contexts.ts'
import { makeZone } from '../../lib/datacentre/testing/datacenter.ts'
import type { Id } from '../../lib/kernel/ids.ts'
import type { OpContext } from '../../lib/kernel/op-context.ts'
import { makeBuyers, type TestBuyer } from '../../testing/buyer.ts'
import { databaseCpu } from './database-cpu.ts'
import { openDurableDatabase } from './durable-database.ts'

const hostSize = { vcpu: 1_024, memoryMib: 4_194_304, diskGib: 100_000 }
const serversBefore = 10_000
const organisationCount = 64
/** The product's default. */
const connectionsOfAProcess = 10
const hostsPerRack = 40
const racksPerRoom = 25

export type ClaimWorld = {
  /** Zones by their number of hosts. */
  zones: Record<number, Id<'zone'>>
  organisations: TestBuyer[]
  /** As the owner of the tables, past every policy: for the comparison tables, and the checks afterwards. */
  readonly owner: postgres.Sql
  /** Enough connections for so many clients, at least those of a process of the product. */
  connect(clients: number): Promise<void>
  contextOf(organisation: TestBuyer): OpContext
  /** CPU seconds used so far by this process and the database. */
  cpuSeconds(): { node: number; database: number }
  /** Back to the initial ten thousand servers: a zone has addresses for six times as many. */
  reset(): Promise<void>
  close(): Promise<void>
}

/**
 * A separate durable database with a zone for each of these numbers of hosts, ten thousand servers spread over each,
 * and sixty-four organisations that order more.
 */
export async function openClaimWorld(hostCounts: readonly number[]): Promise<ClaimWorld> {
  const { server, database } = await openDurableDatabase()
  // Like an installation with its embedded database; the comparison uses it too.
  if (server.socketFolder) process.env.DATABASE_SOCKET_FOLDER = server.socketFolder
  const organisations = await makeBuyers(database.sql, organisationCount)
  const openOwner = (max: number) =>
    postgres(database.roleUrl('andromede_migrator'), {
      max,
      onnotice: () => undefined,
      ...(server.socketFolder && { path: socketAddress(server.socketFolder, server.port) }),
    })
  let owner = openOwner(connectionsOfAProcess)
  const zones: Record<number, Id<'zone'>> = {}
  for (const hosts of hostCounts) {
    const { zoneId } = await makeZone({ count: 1, ...hostSize })
    zones[hosts] = zoneId
    await fill(owner, zoneId, hosts, organisations)
  }
  const databaseSeconds = await databaseCpu(owner)
  return {
    zones,
    organisations,
    get owner() {
      return owner
    },
    async connect(clients) {
      const max = Math.max(clients, connectionsOfAProcess)
      process.env.DATABASE_POOL_SIZE = String(max)
      await Promise.all([closeDatabase(), owner.end()])
      owner = openOwner(max)
    },
    contextOf: ({ accountId, organisationId }) =>
      memberTestContext(accountId, { organisationId, role: 'technical' }, { now: new Date() }),
    cpuSeconds: () => {
      const { user, system } = process.cpuUsage()
      return { node: (user + system) / 1e6, database: databaseSeconds() }
    },
    reset: () => reset(owner),
    async close() {
      await closeDatabase()
      await owner.end()
      await server.stop()
    },
  }
}

async function reset(sql: postgres.Sql): Promise<void> {
  await sql`delete from allocations where id not like 'alc_bench_%'`
  await addUp(sql)
  await sql`update quotas set used = 0`
  await sql`vacuum analyze allocations`
  await sql`vacuum hosts`
  await sql`vacuum quotas`
}

async function addUp(sql: postgres.Sql): Promise<void> {
  await sql`update hosts h set vcpu_free = vcpu_physical - a.vcpu, memory_mib_free = memory_mib_physical - a.memory, disk_gib_free = disk_gib_physical - a.disk
    from (select o.id, coalesce(sum(vcpu), 0) as vcpu, coalesce(sum(memory_mib), 0) as memory, coalesce(sum(disk_gib), 0) as disk
      from hosts o left join allocations on host_id = o.id and allocations.state in ('pending', 'posted') group by 1) a
    where a.id = h.id`
}

/** Set-based: in a second, what use cases would write one by one. */
async function fill(
  sql: postgres.Sql,
  zoneId: Id<'zone'>,
  hosts: number,
  organisations: TestBuyer[],
): Promise<void> {
  await sql`insert into rooms select (jsonb_populate_record(r, jsonb_build_object('id', ${`roo_bench_${hosts}_`}::text || n, 'name', 'bench ' || n))).*
    from rooms r join sites s on s.id = r.site_id, generate_series(0, ${Math.ceil(hosts / hostsPerRack / racksPerRoom) - 1}::int) n where s.zone_id = ${zoneId}`
  await sql`insert into racks select (jsonb_populate_record(r, jsonb_build_object('id', ${`rac_bench_${hosts}_`}::text || n, 'name', 'bench ' || n, 'room_id', ${`roo_bench_${hosts}_`}::text || n / ${racksPerRoom}::int))).*
    from racks r, generate_series(0, ${Math.ceil(hosts / hostsPerRack) - 1}::int) n where exists (select from hosts h where h.rack_id = r.id and h.zone_id = ${zoneId})`
  await sql`insert into hosts select (jsonb_populate_record(h, jsonb_build_object('id', ${`hst_bench_${hosts}_`}::text || n, 'name', ${`bench-${hosts}-`}::text || n, 'rack_id', ${`rac_bench_${hosts}_`}::text || n / ${hostsPerRack}::int))).*
    from hosts h, generate_series(0, ${hosts - 2}::int) n where h.zone_id = ${zoneId}`
  const owners = organisations.map((each) => [each.organisationId, each.projectId])
  await sql`insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, host_id, vcpu, memory_mib, disk_gib, pool_gib, state, created_at, posted_at)
    select ${`alc_bench_${hosts}_`}::text || n, o.row ->> 0, o.row ->> 1, 'instance', ${`ins_bench_${hosts}_`}::text || n, ${zoneId}, ${`hst_bench_${hosts}_`}::text || (n * 7919 % ${hosts - 1}::int), 2 + n % 7, 4096 * (1 + n % 5), 20, 0, 'posted', now(), now()
    from generate_series(1, ${serversBefore}::int) n join jsonb_array_elements(${sql.json(owners)}) with ordinality o(row, at) on o.at = 1 + n % ${organisations.length}::int`
  await addUp(sql)
  await sql`analyze`
}
