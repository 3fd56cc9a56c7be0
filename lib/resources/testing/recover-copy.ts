import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import type { TestDatabase } from '~/db/testing/test-database'
import { agreeToDatabase, allowComparison, countOpenPoints, readRecovery } from '~/lib/hypervisors'
import { compareZones } from '~/lib/hypervisors/drifts/compare-zones'
import type { Drivers } from '~/lib/hypervisors/open-drivers'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { neverCrash } from '~/lib/sagas/engine/crash-point'
import { type Engine, engineDefaults } from '~/lib/sagas/engine/engine'
import { applyAddresses } from '../addresses/apply-addresses'
import { applyBalancers } from '../balancers/apply-balancers'
import { observeBalancers } from '../balancers/observe-balancers'
import { purgeAfterGrace } from '../common/purge-after-grace'
import { applyNetworks } from '../networks/apply-networks'
import { definitionOf, sagaVocabulary } from '../sagas/index'
import { pruneScheduled } from '../schedules/prune-scheduled'
import { adoptAll } from './adopt-all'
import { driveWhile } from './drive'
import { loseAll } from './lose-all'
import { type RowProbe, rowProbeOn } from './saga-rows'

/** What a test reads from the datacentre itself. */
export type DatacentreView = {
  /** One line for each object, with every attribute that a customer would miss. */
  list(): Promise<string[]>
  /** The second in which each server and volume was made, by its id, ms since the epoch. */
  firstSeconds(): Promise<Map<string, number>>
}

export type Recovered = {
  /** Objects that are gone, changed or new after the workers ran on the held database. */
  before: string[]
  /** Objects that are gone or changed after the agreement, the adoptions and the losses. */
  after: string[]
  /** What was listed while the database was held. */
  listed: number
  quarantined: number
  /** How each adoption ended. */
  adopted: Record<string, number>
  /** Invariants that adoptions and losses broke. */
  broken: string[]
  /** Adopted servers and volumes that are not billed from their first second. */
  unbilled: string[]
  /** Rows without an object, and how the loss of each ended. */
  missing: number
  lost: Record<string, number>
  /** After everything that happened. */
  at: Date
}

/** Enough passes to act on anything that must be seen twice, and one more. */
const turns = 3

/**
 * Runs workers on this copy before an operator allows reading, then before and after the agreement; two people adopt
 * every object without a row and declare every row without an object lost. The process uses the copy's database.
 */
export async function recoverCopy(
  copy: TestDatabase,
  administrator: Id<'staff'>,
  drivers: Drivers,
  datacentre: DatacentreView,
): Promise<Recovered> {
  const rows = rowProbeOn(copy.sql)
  const was = await datacentre.list()
  const changed = async () => differences(was, await datacentre.list())
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
  const before = [...(await changed()), ...differences(await datacentre.list(), was)]
  const listed = (await countKept()) - unread
  await agreeToDatabase(staff(2 * turns), {
    identity,
    dataLost: true,
    openPoints: await countOpenPoints(staff(2 * turns)),
  })
  await act(rows, drivers, 2 * turns)
  const after = await changed()
  const quarantined = await countKept()
  const afterwards = () => addSeconds(systemNow(), 3 * turns * 60 + 60)
  const adoption = await adoptAll(copy, await datacentre.firstSeconds(), administrator, afterwards())
  // Adopting changes nothing in the datacentre.
  after.push(...(await changed()))
  const losses = await loseAll(copy, administrator, afterwards())
  // Neither the losses nor the workers after them do.
  await act(rows, drivers, 3 * turns + 1)
  after.push(...(await changed()))
  const { brokenByLoss, ...lost } = losses
  return {
    before,
    after,
    listed,
    quarantined,
    ...adoption,
    ...lost,
    broken: [...adoption.broken, ...brokenByLoss],
    at: addSeconds(systemNow(), 4 * turns * 60 + 60),
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
    for (const { id } of due) await driveWhile(engine, id, () => false)
  }
}

/** What is not any more as it was. */
function differences(was: readonly string[], is: readonly string[]): string[] {
  const now = new Set(is)
  return was.filter((line) => !now.has(line))
}
