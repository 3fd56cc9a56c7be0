import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { openUsage } from '~/lib/usage'
import { withNameCheck } from '../common/record-new-resource'
import { recordTransition } from '../common/record-transition'
import type { NewInstanceRow, NewVolumeRow } from '../queries/resources'
import { insertInstances, insertVolumes } from '../queries/resources'
import { type AdoptedCard, insertCards } from './queries/adopted'

type AdoptedInstance = Omit<NewInstanceRow, 'state' | 'runningSince'> & { isRunning: boolean }
type AdoptedVolume = Omit<NewVolumeRow, 'state'>

/**
 * Writes the rows of a server that exists and whose own were lost: as if it had been created when the hypervisor made it,
 * with its cards, and billed from then on. Of one that is stopped only the disk is billed: since when it is stopped is not
 * known. Returns false, after which the caller rolls back, when another resource has one of its addresses.
 *
 * @throws DomainError `name_taken`
 */
export async function recordAdoptedInstance(
  tx: Tx,
  ctx: OpContext,
  { isRunning, ...row }: AdoptedInstance,
  cards: readonly AdoptedCard[],
): Promise<boolean> {
  const state = isRunning ? ('running' as const) : ('stopped' as const)
  const at = row.createdAt
  await withNameCheck(row.name, () =>
    insertInstances(tx, [{ ...row, state, runningSince: isRunning ? at : null }]),
  )
  if (!(await insertCards(tx, row, cards))) return false
  await recordHistory(tx, ctx, {
    organisationId: row.organisationId,
    kind: 'instance',
    id: row.id,
    state,
    at,
  })
  const meters = isRunning ? (['compute', 'root_disk'] as const) : (['root_disk'] as const)
  await openUsage(tx, { resource: { ...row, commitmentId: null }, meters, at, recordedAt: ctx.now })
  return true
}

/** The same for a volume. @throws DomainError `name_taken` */
export async function recordAdoptedVolume(tx: Tx, ctx: OpContext, row: AdoptedVolume): Promise<void> {
  const state = row.attachedInstanceId ? ('attached' as const) : ('available' as const)
  const at = row.createdAt
  await withNameCheck(row.name, () => insertVolumes(tx, [{ ...row, state }]))
  await recordHistory(tx, ctx, { organisationId: row.organisationId, kind: 'volume', id: row.id, state, at })
  await openUsage(tx, {
    resource: { ...row, commitmentId: null },
    meters: ['volume'],
    at,
    recordedAt: ctx.now,
  })
}

async function recordHistory(
  tx: Tx,
  ctx: OpContext,
  of: {
    organisationId: Id<'organisation'>
    kind: 'instance' | 'volume'
    id: string
    state: string
    at: Date
  },
): Promise<void> {
  const { organisationId, kind: resourceKind, id: resourceId, state, at: effectiveAt } = of
  const common = { organisationId, resourceKind, resourceId, effectiveAt }
  await recordTransition(tx, ctx, { ...common, fromState: null, toState: 'creating' })
  await recordTransition(tx, ctx, { ...common, fromState: 'creating', toState: state })
}
