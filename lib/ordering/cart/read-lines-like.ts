import { type Tx, withOrganisation } from '~/db/client'
import type { SshAccess } from '~/db/schema/ordering/ordering'
import { authorize, listOpenProjects } from '~/lib/identity'
import { type Id, isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findOpenNetwork, hasIpv6, isAddressTaken } from '~/lib/resources/rows'
import { listLinesOf, listLinesOfResource } from '../place/queries/lines-like'
import type { CartReferences } from './cart'
import type { LinkedLine } from './cart-link'
import type { OrderChoice } from './order-choice'
import { readAddressBundle } from './read-address-offer'

type LineLike = LinkedLine &
  Pick<OrderChoice, 'sshAccess' | 'sshSources' | 'networkId' | 'privateAddress' | 'renewal'> & {
    sshKeyIds: string[]
    references: CartReferences
    projectId: Id<'project'>
    userData?: string
    /**
     * What the line had and cannot be repeated: erased user data, a network that is deleted or in a project where this person
     * cannot order, an address that is taken or not sold.
     */
    lacks: Lack[]
  }
export type Lack = 'userData' | 'network' | 'privateAddress' | 'address'

/**
 * The lines of a past order, or one line like a server or volume, to order again under new names; empty when
 * the organisation has no such order or resource. With their SSH keys, network, public address and who may connect, and,
 * while they exist, their user data and their private address.
 */
export async function readLinesLike(ctx: OpContext, input: { from: string }): Promise<LineLike[]> {
  authorize(ctx, 'order:read')
  const { from } = input
  return withOrganisation(ctx, async (tx, organisationId) => {
    const rows = isId('order', from)
      ? (await listLinesOf(tx, organisationId, from)).filter(({ kind }) => kind !== 'address')
      : isId('instance', from) || isId('volume', from)
        ? await listLinesOfResource(tx, organisationId, from)
        : []
    const lines: LineLike[] = []
    const isSold = rows.some(hadAddress) && (await readAddressBundle(tx, ctx.now)) !== null
    const projectIds = (await listOpenProjects(tx, ctx, organisationId)).map(({ id }) => id)
    for (const row of rows)
      lines.push(await toLike(tx, row, isId('order', from) ? row.quantity : 1, { isSold, projectIds }))
    return lines
  })
}

type Row = Awaited<ReturnType<typeof listLinesOfResource>>[number]

const hadAddress = ({ imageId, hasAddress }: Row) => imageId !== null && hasAddress

/** What is possible now: whether public addresses are sold, and in which projects this person may order. */
type Now = { isSold: boolean; projectIds: readonly Id<'project'>[] }

async function toLike(tx: Tx, row: Row, quantity: number, { isSold, projectIds }: Now): Promise<LineLike> {
  const { imageId, commitment, sshAccess, userData } = row
  const hasAddress = isSold && hadAddress(row)
  const network = await networkLike(tx, row, projectIds)
  const goesTo = network.lacks.includes('network') ? null : row.networkId
  const isReached =
    hadAddress(row) ||
    sshAccess !== null ||
    (imageId !== null && (await hasIpv6(tx, { ...row, networkId: goesTo })))
  return {
    bundleId: row.bundleId,
    zoneId: row.zoneId,
    projectId: row.projectId,
    imageId: imageId ?? '',
    sshKeyIds: row.sshKeyIds,
    quantity,
    placement: '',
    ...(commitment ? { termMonths: commitment.termMonths, renewal: commitment.renewal } : {}),
    ...(hasAddress ? { hasAddress } : {}),
    ...(isReached ? accessLike(sshAccess) : {}),
    ...network.choice,
    ...(userData === null ? {} : { userData }),
    lacks: [
      ...network.lacks,
      ...(hadAddress(row) && !isSold ? (['address'] as const) : []),
      ...(row.hasUserData && userData === null ? (['userData'] as const) : []),
    ],
    references: { ...row.costReferences },
  }
}

async function networkLike(
  tx: Tx,
  { networkId, privateAddress, projectId }: Row,
  projectIds: readonly Id<'project'>[],
): Promise<{ choice: Pick<OrderChoice, 'networkId' | 'privateAddress'>; lacks: Lack[] }> {
  if (!networkId) return { choice: {}, lacks: [] }
  if (!projectIds.includes(projectId) || !(await findOpenNetwork(tx, networkId)))
    return { choice: {}, lacks: ['network'] }
  if (!privateAddress) return { choice: { networkId }, lacks: [] }
  const isTaken = await isAddressTaken(tx, networkId, privateAddress)
  return isTaken
    ? { choice: { networkId }, lacks: ['privateAddress'] }
    : { choice: { networkId, privateAddress }, lacks: [] }
}

/** The choice of the past order; `caller` means the address from which it is ordered now. */
function accessLike(access: SshAccess | null): Pick<OrderChoice, 'sshAccess' | 'sshSources'> {
  if (!access) return { sshAccess: 'nobody' }
  return access.from === 'list'
    ? { sshAccess: 'list', sshSources: access.sources.join('\n') }
    : { sshAccess: access.from }
}
