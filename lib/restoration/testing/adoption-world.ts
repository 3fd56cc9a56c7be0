import type postgres from 'postgres'
import type { TestDatabase } from '~/db/testing/test-database'
import { compareZone } from '~/lib/hypervisors/drifts/compare-zone'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { openSagaWorld } from '~/lib/resources/testing/saga-world'

/** The world of sagas with a seller: its zone, names of the zone's hosts, and a comparison of the zone with its rows. */
export async function openAdoptionWorld(database: TestDatabase, sql: postgres.Sql) {
  const world = await openSagaWorld(database)
  const id = world.estate.zone.zoneId
  const [row] = await sql<{ code: string; hosts: string[] }[]>`
    select z.code, array(select name from hosts where zone_id = z.id order by name) as hosts from zones z where z.id = ${id}`
  if (!row) throw new Error('the world has a zone')
  await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
    values ('sel_own', 'Andromède', '552100554', 'FR00552100554', 'CMD', true) on conflict do nothing`
  const zone: { id: Id<'zone'>; code: string; driver: 'simulator' } = {
    id,
    code: row.code,
    driver: 'simulator',
  }
  const hypervisor = () => ({
    surveyor: world.simulator,
    driverOf: async () => world.simulator,
    hostOf: (name: string) => name,
  })
  return {
    world,
    zone,
    hosts: row.hosts,
    hypervisor,
    compare: (ctx: OpContext) => compareZone(ctx, zone, hypervisor()),
  }
}
