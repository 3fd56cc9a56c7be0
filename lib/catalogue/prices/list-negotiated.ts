import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { NegotiatedListEntry } from '../client'
import { listActiveBundleRows } from '../queries/catalogue'
import * as queries from './queries/negotiated'
import { takeBackList } from './take-back-list'

const listedMax = 500

/**
 * Lists the negotiated price lists of an organisation with their lines, latest first.
 *
 * @throws DomainError `not_found`
 */
export async function listNegotiated(
  ctx: OpContext,
  organisationId: Id<'organisation'>,
): Promise<{ organisation: string; lists: NegotiatedListEntry[] }> {
  authorizeStaff(ctx, 'catalogue:inspect')
  return withStaff(ctx, async (tx) => {
    const organisation = await queries.findOrganisationName(tx, organisationId)
    if (organisation === null) throw new DomainError('not_found')
    const bundles = await listActiveBundleRows(tx)
    const prices = await queries.listPricesOfLists(tx, organisationId)
    const rows = await queries.listListsOf(tx, organisationId)
    const all = rows.map(({ list }) => list)
    const lists = rows.map(({ list, publishedBy }) => ({
      id: list.id,
      reason: list.reason,
      publishedBy,
      validFrom: list.validFrom.toISOString(),
      validTo: list.validTo?.toISOString() ?? null,
      state: stateOf(list, ctx.now),
      lines: prices
        .filter((price) => price.listId === list.id)
        .map((price) => ({
          bundle: bundles.find((bundle) => bundle.id === price.bundleId)?.name ?? null,
          family: price.family,
          basisPoints: price.basisPoints,
          microCentsPerHour: price.fixed
            ? Object.values(price.fixed).reduce((sum, each) => sum + BigInt(each), 0n)
            : null,
        })),
      takeBack: list.validTo === null ? takeBackList(all, prices, list, ctx.now) : null,
    }))
    return { organisation, lists }
  })
}

/** Organisations that may order; those with current or announced prices of their own first. */
export async function listNegotiatedBuyers(ctx: OpContext) {
  authorizeStaff(ctx, 'catalogue:inspect')
  return withStaff(ctx, async (tx) =>
    (await queries.listBuyers(tx, listedMax)).map(({ list, organisationId, organisation }) => ({
      organisationId,
      organisation,
      reason: list?.reason ?? null,
      validFrom: list?.validFrom.toISOString() ?? null,
    })),
  )
}

function stateOf(list: queries.NegotiatedListRow, now: Date): NegotiatedListEntry['state'] {
  if (list.validTo && list.validTo <= list.validFrom) return 'annulled'
  if (list.validFrom > now) return 'announced'
  return list.validTo && list.validTo <= now ? 'past' : 'in_force'
}
