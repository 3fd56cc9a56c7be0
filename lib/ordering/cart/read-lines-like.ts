import { withOrganisation } from '~/db/client'
import type { SshAccess } from '~/db/schema/ordering/ordering'
import { authorize } from '~/lib/identity'
import { isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listLinesOf, listLinesOfResource } from '../place/queries/lines-like'
import type { CartReferences } from './cart'
import type { LinkedLine } from './cart-link'
import type { OrderChoice } from './order-choice'

type LineLike = LinkedLine &
  Pick<OrderChoice, 'sshAccess' | 'sshSources'> & {
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
      ({
        bundleId,
        zoneId,
        imageId,
        sshKeyIds,
        quantity,
        costReferences,
        commitment,
        sshAccess,
        userData,
        ...row
      }) => ({
        bundleId,
        zoneId,
        imageId: imageId ?? '',
        sshKeyIds,
        quantity: isId('order', from) ? quantity : 1,
        placement: '',
        ...(commitment ? { termMonths: commitment.termMonths } : {}),
        ...('hasAddress' in row && row.hasAddress
          ? { hasAddress: true, ...accessLike(sshAccess) }
          : sshAccess
            ? accessLike(sshAccess)
            : {}),
        ...(userData === null ? {} : { userData }),
        lacksUserData: row.hasUserData && userData === null,
        references: { ...costReferences },
      }),
    )
  })
}

/** The choice of the past order; `caller` means the address from which it is ordered now. */
function accessLike(access: SshAccess | null): Pick<OrderChoice, 'sshAccess' | 'sshSources'> {
  if (!access) return { sshAccess: 'nobody' }
  return access.from === 'list'
    ? { sshAccess: 'list', sshSources: access.sources.join('\n') }
    : { sshAccess: access.from }
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
