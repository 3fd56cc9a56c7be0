import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listLinesOf, listLinesOfResource } from '../place/queries/lines-like'
import type { CartReferences } from './cart'
import type { LinkedLine } from './cart-link'

type LineLike = LinkedLine & {
  sshKeyIds: string[]
  references: CartReferences
  userData?: string
  /** The line had user data, which cannot be repeated. */
  lacksUserData: boolean
}

/**
 * The lines of a past order, or one line like a server or volume, to order again under new names; empty when
 * the organisation has no such order or resource. With their SSH keys and, while it exists, their user data.
 */
export async function readLinesLike(ctx: OpContext, input: { from: string }): Promise<LineLike[]> {
  authorize(ctx, 'order:read')
  const { from } = input
  return withOrganisation(ctx, async (tx, organisationId) => {
    const rows = isId('order', from)
      ? withAddresses(await listLinesOf(tx, organisationId, from))
      : isId('instance', from) || isId('volume', from)
        ? await listLinesOfResource(tx, organisationId, from)
        : []
    return rows.map(
      ({ bundleId, zoneId, imageId, sshKeyIds, quantity, costReferences, commitment, userData, ...row }) => ({
        bundleId,
        zoneId,
        imageId: imageId ?? '',
        sshKeyIds,
        quantity: isId('order', from) ? quantity : 1,
        placement: '',
        ...(commitment ? { termMonths: commitment.termMonths } : {}),
        ...('hasAddress' in row && row.hasAddress ? { hasAddress: true } : {}),
        ...(userData === null ? {} : { userData }),
        lacksUserData: row.hasUserData && userData === null,
        references: { ...costReferences },
      }),
    )
  })
}

/** The addresses of an order are the choice of its servers, under whose name and zone they were ordered. */
function withAddresses(rows: Awaited<ReturnType<typeof listLinesOf>>) {
  const addresses = rows.filter(({ kind }) => kind === 'address')
  return rows
    .filter(({ kind }) => kind !== 'address')
    .map((row) => ({
      ...row,
      hasAddress:
        row.kind !== 'storage' &&
        addresses.some(({ name, zoneId }) => name === row.name && zoneId === row.zoneId),
    }))
}
