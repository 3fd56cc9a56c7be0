import { randomUUID } from 'node:crypto'
import { withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import type { FileDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addInstance } from '~/lib/resources/testing/resources'
import type { TestBuyer } from '~/testing/buyer'
import { type Estate, insertOrderLine, makeEstate } from '~/testing/estate'
import type { DnsServer } from '../port/dns-server'
import { simulatedDnsServer } from '../simulator/simulated-server'
import { tendNames } from '../write/tend-names'

export const domain = 'cloud.example'
export const nameServers = ['ns1.operator.example']

export type NamesWorld = Awaited<ReturnType<typeof openNamesWorld>>

/** An estate whose names are kept in a DNS server: the simulator's, or the given one. */
export async function openNamesWorld(database: FileDatabase, given?: DnsServer) {
  const { sql } = database
  const estate: Estate = await makeEstate(sql)
  const dns = given ?? simulatedDnsServer(database.current.roleUrl('andromede_simulator'))
  await sql`insert into name_services (kind, domain, name_servers, updated_at)
    values ('simulator', ${domain}, ${nameServers}, now())`
  let minutes = 0
  let addresses = 0
  /** What the worker speaks to; a test may put something else in its place. */
  const spoken = { server: dns as DnsServer | null }
  const holder: string = randomUUID()
  const world = {
    sql,
    estate,
    dns,
    spoken,
    /** A pass of the worker a minute after the last: the comparison is due. */
    tend: (by = holder) => {
      minutes += 1
      return world.tendAt(minutes * 61, by)
    },
    /** A pass without a comparison. */
    pass: (by = holder) => world.tendAt(minutes * 61, by),
    tendAt: (seconds: number, by = holder) =>
      tendNames(systemTestContext(addSeconds(testNow, seconds)), {
        holder: by,
        servers: { serverOf: async () => spoken.server, close: async () => undefined },
      }),
    server: (name: string, of: TestBuyer = estate.own) => addInstance(estate, { name, of }),
    async address(instanceId: Id<'instance'> | null, of: TestBuyer = estate.own) {
      addresses += 1
      const address = `198.51.100.${addresses}`
      return { address, id: await world.reserve(address, instanceId, of) }
    },
    async reserve(address: string, instanceId: Id<'instance'> | null, of: TestBuyer = estate.own) {
      const [id, poolId] = [newId('publicAddress'), newId('addressPool')]
      const orderLineId = await insertOrderLine(estate, of, 'small')
      const { organisationId: organisation_id, projectId: project_id } = of
      const zone_id = estate.zone.zoneId
      await sql`update address_pools set removed_at = now() where range = ${`${address}/32`}::cidr`
      await sql`insert into address_pools (id, zone_id, range, created_at)
        values (${poolId}, ${zone_id}, ${`${address}/32`}::cidr, now())`
      await sql`insert into public_addresses ${sql({
        id,
        organisation_id,
        project_id,
        zone_id,
        pool_id: poolId,
        address,
        bundle_id: estate.bundles.small.id,
        order_line_id: orderLineId,
        instance_id: instanceId,
        reserved_at: new Date(),
      })}`
      return id
    },
    attach: (id: string, instanceId: string | null) =>
      sql`update public_addresses set instance_id = ${instanceId} where id = ${id}`,
    release: (id: string) =>
      sql`update public_addresses set instance_id = null, released_at = now() where id = ${id}`,
    rename: (id: string, name: string) => sql`update instances set name = ${name} where id = ${id}`,
    end: (id: string) => sql`update instances set state = 'purged' where id = ${id}`,
    /** The zone of a project. */
    async zone(of: TestBuyer = estate.own) {
      const [row] = await sql<{ label: string }[]>`
        select label from name_zones where project_id = ${of.projectId}`
      return `${row?.label}.${domain}`
    },
    /** All record sets of the DNS server but those of its zones themselves: `name TYPE` and its contents. */
    async published(): Promise<Record<string, string>> {
      const found: Record<string, string> = {}
      for (const zone of await dns.listZones())
        for (const { name, type, contents } of await dns.listRecords(zone))
          if (name !== zone) found[`${name} ${type}`] = contents.join(' ')
      return found
    },
    rows: () => sql<
      { name: string; type: string; pending: boolean; failure: string | null; held: string[] }[]
    >`
      select name, type, applied_revision < revision as pending, failure_code as failure, held_addresses as held
      from name_records order by name, type`,
    differences: async () =>
      (
        await sql<{ text: string }[]>`select kind || ' ' || state || ' ' || name || ' ' || type as text
          from name_differences where ended_at is null order by name, type`
      ).map(({ text }) => text),
    async isNamed(address: string) {
      const [row] = await sql<{ named: boolean }[]>`select app.is_address_named(${address}) as named`
      return row?.named
    },
    withSystem: <T>(run: Parameters<typeof withSystem<T>>[1]) => withSystem(systemTestContext(), run),
    close: () => dns.close(),
  }
  return world
}
