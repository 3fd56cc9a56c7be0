import { type Tx, withShared, withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import * as queries from './queries/contracts'
import { type Contract, contractOf } from './read-contract'
import type { ContractVersionView, ContractView } from './views'

/**
 * Every contract version, newest first.
 *
 * @throws DomainError `forbidden`
 */
export async function listContracts(ctx: OpContext): Promise<ContractVersionView[]> {
  authorizeStaff(ctx, 'sla:inspect')
  return withStaff(ctx, async (tx) => {
    const inForce = await contractOf(tx, ctx.now)
    const views: ContractVersionView[] = []
    for (const row of await queries.listContracts(tx))
      views.push({
        ...(await toView(tx, row, () => true)),
        publishedAt: row.publishedAt.toISOString(),
        publishedBy: row.publishedBy,
        standing: row.id === inForce.id ? 'in_force' : row.validFrom > ctx.now ? 'announced' : 'past',
      })
    return views
  })
}

/**
 * The public contract: the version in force this month, and the next one once it is announced. Excludes bundles no
 * longer sold and closed zones.
 */
export async function readPromise(
  ctx: OpContext,
): Promise<{ inForce: ContractView; announced: ContractView | null }> {
  return withShared(ctx, async (tx) => {
    const inForce = await contractOf(tx, ctx.now)
    const next = await queries.findNextContract(tx, inForce.validFrom)
    return {
      inForce: await toView(tx, inForce, (isOffered) => isOffered),
      announced: next && (await toView(tx, next, (isOffered) => isOffered)),
    }
  })
}

async function toView(
  tx: Tx,
  { id, version, validFrom, terms }: Contract,
  isShown: (isOffered: boolean) => boolean,
): Promise<ContractView> {
  const bundles = await queries.listNamedObjectives(tx, id)
  const zones = await queries.listNamedZoneObjectives(tx, id)
  return {
    id,
    version,
    validFrom: validFrom.toISOString(),
    terms,
    bundles: bundles.filter(({ isOnSale }) => isShown(isOnSale)),
    zones: zones.filter(({ isOpen }) => isShown(isOpen)).map(({ isOpen: _isOpen, ...zone }) => zone),
  }
}
