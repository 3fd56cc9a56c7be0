/**
 * The product's database is restored while the datacentre continues: every kind of operation runs, the
 * database is copied in between, more operations run, and then workers run on the copy. All objects of the
 * datacentre must still exist unchanged.
 */
import { closeDatabase, configureDatabase } from '~/db/client'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import type { TestDatabase } from '~/db/testing/test-database'
import { agreeToDatabase, allowComparison, countOpenPoints, readRecovery } from '~/lib/hypervisors'
import { compareZones } from '~/lib/hypervisors/drifts/compare-zones'
import { type Drivers, openDrivers } from '~/lib/hypervisors/open-drivers'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { neverCrash } from '~/lib/sagas/engine/crash-point'
import { driveSaga } from '~/lib/sagas/engine/drive-saga'
import { type Engine, engineDefaults } from '~/lib/sagas/engine/engine'
import { sagaKinds } from '~/lib/sagas/saga-kinds'
import { makeStaff } from '~/testing/staff'
import { applyAddresses } from '../addresses/apply-addresses'
import { applyBalancers } from '../balancers/apply-balancers'
import { observeBalancers } from '../balancers/observe-balancers'
import { purgeAfterGrace } from '../common/purge-after-grace'
import { applyNetworks } from '../networks/apply-networks'
import { definitionOf, sagaVocabulary } from '../sagas/index'
import { pruneScheduled } from '../schedules/prune-scheduled'
import { adoptAll } from './adopt-all'
import { openChangedBalancers } from './changed-balancers'
import { loseAll } from './lose-all'
import { openReceivers, type Receivers } from './receivers'
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
  /**
   * Runs workers on this copy before an operator allows reading, then before and after the agreement; returns the changed
   * objects each time, and what was listed while the database was held.
   */
  carryOn(copy: TestDatabase): Promise<{
    before: string[]
    after: string[]
    listed: number
    quarantined: number
    /** How each adoption ended, and which invariants it broke. */
    adopted: Record<string, number>
    broken: string[]
    /** Adopted servers and volumes that are not billed from their first second. */
    unbilled: string[]
    /** Rows without an object, and how the loss of each ended. */
    missing: number
    lost: Record<string, number>
    /** Numbers and mails that were received twice, left undecided or never arrived, and what two people decided. */
    received: Awaited<ReturnType<Receivers['settle']>>
  }>
  /** Closes all connections to the product's database until the next action. */
  pause(): Promise<void>
  close(): Promise<void>
}

/** Enough passes to act on anything that must be seen twice, and one more. */
const turns = 3

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
        await drive(world.engine(), sagaId, () => left.count-- <= 0)
      }
    },
    datacenter: () => listObjects(objects),
    async carryOn(copy) {
      await closeDatabase()
      configureDatabase(copy.urls)
      const rows = rowProbeOn(copy.sql)
      const was = await listObjects(objects)
      const drivers = await openDrivers({ simulatorDatabaseUrl, now: systemNow })
      try {
        await rows.query(`update sagas set lease_expires_at = now() - interval '1 second'`)
        await act(rows, drivers, 0)
        const countKept = async () => {
          const [kept] = await rows.query<{ n: number }>(
            `select count(*)::int as n from quarantined_objects where state = 'kept'`,
          )
          return kept?.n ?? 0
        }
        // Of what a copy of an earlier trial had found, nothing is in this one.
        const unread = await countKept()
        const staff = (turn: number) =>
          staffTestContext(administrator, ['administrator'], addSeconds(systemNow(), (turn + 1) * 60))
        const recovery = await readRecovery(staff(turns))
        if (!recovery) throw new Error('the copy was taken for the original')
        const { identity } = recovery
        await allowComparison(staff(turns), { identity })
        await act(rows, drivers, turns)
        const before = differences(was, await listObjects(objects))
        const listed = (await countKept()) - unread
        await agreeToDatabase(staff(2 * turns), {
          identity,
          dataLost: true,
          openPoints: await countOpenPoints(staff(2 * turns)),
        })
        await act(rows, drivers, 2 * turns)
        const after = differences(was, await listObjects(objects))
        const quarantined = await countKept()
        const adoption = await adoptAll(
          copy,
          objects,
          administrator,
          addSeconds(systemNow(), 3 * turns * 60 + 60),
        )
        // Adopting changes nothing in the datacentre.
        after.push(...differences(was, await listObjects(objects)))
        const losses = await loseAll(copy, administrator, addSeconds(systemNow(), 3 * turns * 60 + 60))
        // Neither the losses nor the workers after them do.
        await act(rows, drivers, 3 * turns + 1)
        after.push(...differences(was, await listObjects(objects)))
        const received = await receivers.settle(
          copy,
          administrator,
          addSeconds(systemNow(), 4 * turns * 60 + 60),
        )
        const broken = [...adoption.broken, ...losses.brokenByLoss]
        return { before, after, listed, quarantined, ...adoption, ...losses, received, broken }
      } finally {
        await drivers.close()
        await closeDatabase()
        configureDatabase(product.urls)
      }
    },
    pause: closeDatabase,
    close: () => world.close(),
  }
}

/** The workers' sweeps and due operations, one minute apart. */
async function act(rows: RowProbe, drivers: Drivers, from: number): Promise<void> {
  for (let turn = from; turn < from + turns; turn += 1) {
    const at = addSeconds(systemNow(), (turn + 1) * 60)
    const ctx = systemTestContext(at)
    // A sweep refused during the recovery is retried in the next pass.
    for (const sweep of [
      () => purgeAfterGrace(ctx),
      () => pruneScheduled(ctx),
      () => applyNetworks(ctx, drivers),
      () => applyAddresses(ctx, drivers),
      () => applyBalancers(ctx, drivers),
      () => observeBalancers(ctx, drivers),
      () => compareZones(ctx, drivers),
    ])
      await sweep().catch((error: { code?: string }) => {
        if (error.code !== 'recovery_in_progress') throw error
      })
    const engine: Engine = {
      ...engineDefaults,
      definitionOf,
      vocabulary: sagaVocabulary,
      workerId: 'restored',
      driverFor: drivers.driverFor,
      now: () => at,
      random: () => 0,
      crash: neverCrash,
      backoff: { firstMs: 0, longestMs: 0 },
    }
    const due = await rows.query<{ id: Id<'saga'> }>(
      `select id from sagas where state in ('running', 'undoing') order by created_at, id`,
    )
    for (const { id } of due) await drive(engine, id, () => false)
  }
}

async function drive(engine: Engine, sagaId: Id<'saga'>, isAsked: () => boolean): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) {
    const { outcome } = await driveSaga(engine, sagaId, {
      isRequested: isAsked,
      signal: new AbortController().signal,
    })
    if (outcome !== 'later') return
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

function differences(was: readonly string[], is: readonly string[]): string[] {
  const now = new Set(is)
  return was.filter((line) => !now.has(line))
}

export const everyKind = sagaKinds
