/**
 * The product's database is restored while the datacentre continues: every kind of operation runs, the
 * database is copied in between, more operations run, and then workers run on the copy. All objects of the
 * datacentre must still exist unchanged.
 */
import { closeDatabase, configureDatabase } from '~/db/client'
import type { TestDatabase } from '~/db/testing/test-database'
import { openDrivers } from '~/lib/hypervisors/open-drivers'
import type { Id } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { sagaKinds } from '~/lib/sagas/saga-kinds'
import { makeStaff } from '~/testing/staff'
import { openChangedBalancers } from './changed-balancers'
import { driveWhile } from './drive'
import { openReceivers, type Receivers } from './receivers'
import { type Recovered, recoverCopy } from './recover-copy'
import { openRulesAndLeads } from './rules-and-leads'
import { type RowProbe, rowProbeOn } from './saga-rows'
import { openSagaWorld, type SagaWorld } from './saga-world'
import { prepareSaga } from './scenarios'

export type RestoreTrial = {
  world: SagaWorld
  administrator: Id<'staff'>
  /**
   * Runs one operation of each of these kinds, some only started, with changes of rules, attachments and balancers in
   * between.
   */
  operate(kinds: readonly (typeof sagaKinds)[number][]): Promise<void>
  /** The objects in the datacentre. */
  datacenter(): Promise<string[]>
  /** Recovers this copy, and decides numbers and mails that were received twice, left undecided or never arrived. */
  carryOn(copy: TestDatabase): Promise<Recovered & { received: Awaited<ReturnType<Receivers['settle']>> }>
  /** Closes all connections to the product's database until the next action. */
  pause(): Promise<void>
  close(): Promise<void>
}

export async function openRestoreTrial(
  product: TestDatabase,
  datacenter: TestDatabase,
): Promise<RestoreTrial> {
  const world = await openSagaWorld(product, datacenter)
  const administrator = (await makeStaff(product.sql, ['administrator'])).staffId
  await world.rows.query(
    `insert into installation_facts (name, value) values ('database', app.database_identity())`,
  )
  const objects = rowProbeOn(datacenter.sql)
  const simulatorDatabaseUrl = datacenter.roleUrl('andromede_simulator')
  const rulesAndLeads = await openRulesAndLeads(world)
  const balancers = await openChangedBalancers(world)
  const receivers = await openReceivers(product)
  let begun = 0
  return {
    world,
    administrator,
    async operate(kinds) {
      for (const kind of kinds) {
        await rulesAndLeads.change()
        await balancers.change()
        await receivers.send()
        const { sagaId } = await prepareSaga(world, kind)
        begun += 1
        // Every fourth is only started: its lease expires and another worker takes over.
        const left = { count: begun % 4 === 0 ? 2 : Number.POSITIVE_INFINITY }
        await driveWhile(world.engine(), sagaId, () => left.count-- <= 0)
      }
    },
    datacenter: () => listObjects(objects),
    async carryOn(copy) {
      await closeDatabase()
      configureDatabase(copy.urls)
      try {
        const drivers = await openDrivers({ simulatorDatabaseUrl, now: systemNow })
        const recovered = await recoverCopy(copy, administrator, drivers, {
          list: () => listObjects(objects),
          firstSeconds: () => readFirstSeconds(objects),
        }).finally(() => drivers.close())
        const received = await receivers.settle(copy, administrator, recovered.at)
        return { ...recovered, received }
      } finally {
        await closeDatabase()
        configureDatabase(product.urls)
      }
    },
    pause: closeDatabase,
    close: () => world.close(),
  }
}

/** One line for each object, with every attribute that a customer would miss. */
async function listObjects(objects: RowProbe): Promise<string[]> {
  const rows = await objects.query<{ line: string }>(`
    select 'server ' || name || ' ' || power || ' ' || vcpu || '/' || memory_mib || '/' || root_disk_gib || ' ' || host_name as line
      from simulator.instances
    union all select 'volume ' || name || ' ' || size_gib || ' ' || coalesce(attached_to, '-') from simulator.volumes
    union all select 'image ' || name from simulator.images
    union all select 'snapshot ' || volume_name || ' ' || name from simulator.snapshots
    union all select 'address ' || address || ' ' || leads_to from simulator.addresses
    union all select 'balancer ' || name || ' ' || coalesce(address, '-') || ' ' || own_addresses::text || ' ' || configuration
      from simulator.balancers
    union all select 'network ' || name || ' ' || rules from simulator.networks
    order by 1`)
  return rows.map(({ line }) => line)
}

async function readFirstSeconds(objects: RowProbe): Promise<Map<string, number>> {
  const made = await objects.query<{ id: string; at: Date }>(
    `select resource_id as id, date_trunc('second', created_at) as at from simulator.instances
      union all select resource_id, date_trunc('second', created_at) from simulator.volumes`,
  )
  return new Map(made.map(({ id, at }) => [id, at.getTime()]))
}

export const everyKind = sagaKinds
