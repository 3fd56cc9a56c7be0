import type postgres from 'postgres'

/** The maximum of the same database: tables for comparison, without rules, permissions or journal. */
export async function makePeerTables(sql: postgres.Sql): Promise<void> {
  await sql`create table peer_commits (id bigint generated always as identity primary key, text text not null)`
  await sql`create table peer_hosts as select id, vcpu_free, memory_mib_free, disk_gib_free from hosts`
  await sql`alter table peer_hosts add primary key (id)`
  await sql`create table peer_claims (id bigint generated always as identity primary key, host_id text not null, vcpu int not null, memory_mib int not null, disk_gib int not null)`
  await sql`analyze peer_hosts`
}

/** One row, committed. */
export async function commitOnce(sql: postgres.Sql): Promise<void> {
  await sql`insert into peer_commits (text) values ('one row')`
}

/** The smallest possible claim: one statement takes room of a preselected host and stores the claim. */
export async function claimOnce(sql: postgres.Sql, hostId: string): Promise<void> {
  const rows = await sql`with taken as (
      update peer_hosts set vcpu_free = vcpu_free - 2, memory_mib_free = memory_mib_free - 4096, disk_gib_free = disk_gib_free - 20
      where id = ${hostId} and vcpu_free >= 2 and memory_mib_free >= 4096 and disk_gib_free >= 20 returning id)
    insert into peer_claims (host_id, vcpu, memory_mib, disk_gib) select id, 2, 4096, 20 from taken returning id`
  if (rows.length !== 1) throw new Error('the host of a peer is full')
}

/** The same for many at once, a hundred per transaction. */
export async function claimBatch(sql: postgres.Sql, hostIds: readonly string[]): Promise<void> {
  await sql`with asked as (select unnest(${hostIds as string[]}::text[]) as id),
    taken as (update peer_hosts h set vcpu_free = vcpu_free - 2 * n.times, memory_mib_free = memory_mib_free - 4096 * n.times, disk_gib_free = disk_gib_free - 20 * n.times
      from (select id, count(*)::int as times from asked group by 1) n where h.id = n.id and vcpu_free >= 2 * n.times returning h.id)
    insert into peer_claims (host_id, vcpu, memory_mib, disk_gib) select id, 2, 4096, 20 from asked`
}
