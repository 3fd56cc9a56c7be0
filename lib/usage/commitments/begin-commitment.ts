import type { Tx } from '~/db/client'
import type { CommittedPrice } from '~/db/schema/pricing'
import { committedMicroCents } from '~/lib/catalogue/client'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import { toSecond } from '~/lib/kernel/time/clock'
import { addParisMonths } from '~/lib/kernel/time/paris-months'
import { selectAgreedPrice } from '../rating/queries/prices'
import {
  findCommitmentForUpdate,
  findLineCommitment,
  insertCommitment,
  setCommitment,
  updateCommitment,
} from './queries/commitments'

type Meter = 'compute' | 'root_disk' | 'volume'

/** A server or volume, by its row. */
export type Committable = {
  id: Id<'instance'> | Id<'volume'>
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  orderLineId: Id<'orderLine'>
  bundleId: Id<'bundle'>
  commitmentId: Id<'commitment'> | null
}

export const kindOf = (resource: { id: string }) =>
  resource.id.startsWith('ins_') ? ('instance' as const) : ('volume' as const)

/** The meters of a server or volume at reduced prices under a commitment. */
export const committedMeters = (resource: { id: string }): Meter[] =>
  kindOf(resource) === 'instance' ? ['compute', 'root_disk'] : ['volume']

/**
 * Starts the ordered commitment at `at`, the first billed second of the resource, and links the resource to it. A
 * resource ordered hourly is unchanged. Must run before its usage opens.
 */
export async function beginCommitment<R extends Committable>(tx: Tx, resource: R, at: Date): Promise<R> {
  const agreed = await findLineCommitment(tx, resource.orderLineId)
  if (!agreed) return resource
  const startedAt = toSecond(at)
  const id = await startTerm(tx, resource, { ...agreed, anchor: startedAt, startedAt })
  return { ...resource, commitmentId: id }
}

type NewTerm = {
  termMonths: number
  basisPoints: number
  renewal: 'renew' | 'hourly' | 'silent'
  startedAt: Date
  /** The start from which ends are counted, so that consecutive terms keep the day of the first. */
  anchor: Date
  /** Months from the anchor to the end; by default the term itself. */
  monthsFromAnchor?: number
}

export async function startTerm(tx: Tx, resource: Committable, term: NewTerm): Promise<Id<'commitment'>> {
  const id = newId('commitment', term.startedAt.getTime())
  const { termMonths, basisPoints, renewal, startedAt } = term
  await insertCommitment(tx, {
    id,
    organisationId: resource.organisationId,
    projectId: resource.projectId,
    orderLineId: resource.orderLineId,
    resourceKind: kindOf(resource),
    resourceId: resource.id,
    bundleId: resource.bundleId,
    termMonths,
    basisPoints,
    prices: await committedPrices(tx, resource, basisPoints, startedAt),
    startedAt,
    endsAt: addParisMonths(term.anchor, term.monthsFromAnchor ?? termMonths),
    renewal,
    state: 'active',
  })
  await setCommitment(tx, { resourceKind: kindOf(resource), resourceId: resource.id }, id)
  return id
}

/**
 * Adapts the commitment of a resource resized within its term: the same discount applies to the new bundle's price from
 * now on.
 */
export async function repriceCommitment(tx: Tx, resource: Committable, at: Date): Promise<void> {
  if (!resource.commitmentId) return
  const commitment = await findCommitmentForUpdate(tx, resource.commitmentId)
  if (commitment?.state !== 'active' || commitment.bundleId === resource.bundleId) return
  const prices = await committedPrices(tx, resource, commitment.basisPoints, at)
  await updateCommitment(tx, commitment.id, { bundleId: resource.bundleId, prices })
}

async function committedPrices(tx: Tx, resource: Committable, basisPoints: number, at: Date) {
  const prices: Partial<Record<Meter, CommittedPrice>> = {}
  for (const meter of committedMeters(resource)) {
    const { orderLineId, bundleId } = resource
    const agreed = await selectAgreedPrice(tx, { orderLineId, bundleId, meter, at })
    invariant(agreed, `no price in force for ${meter} of ${bundleId}`)
    const hourly = agreed.hourlyMicroCentsPerHour
    prices[meter] = { hourly: String(hourly), committed: String(committedMicroCents(hourly, basisPoints)) }
  }
  return prices
}
