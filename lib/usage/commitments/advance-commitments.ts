/**
 * The worker's part of commitments: ends those with a requested exit, renews or converts to hourly those at the end of
 * their term, at that exact second, and notifies owners a month before. Each runs in its own transaction under the lock
 * of its resource, so that concurrent workers do each once; usage is split in the same transaction.
 */
import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { addNotice, authorizeSystem } from '~/lib/identity'
import { listOwners } from '~/lib/identity/rows'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds, toSecond } from '~/lib/kernel/time/clock'
import { parisMonthsBetween } from '~/lib/kernel/time/paris-months'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { splitUsage } from '../rating/usage'
import { type Committable, committedMeters, startTerm } from './begin-commitment'
import * as queries from './queries/commitments'
import { lockCommittable } from './queries/committable'
import { sumOf } from './read-exit'

const atOnce = 200
const remindDaysBefore = 30

export async function advanceCommitments(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const leaving = await withSystem(ctx, (tx) => queries.listRequestedExits(tx, atOnce))
  for (const id of leaving) await withSystem(ctx, (tx) => endExited(tx, ctx, id))
  const due = await withSystem(ctx, (tx) => queries.listDueCommitments(tx, ctx.now, atOnce))
  for (const { id } of due) await withSystem(ctx, (tx) => turn(tx, ctx, id))
  const until = addSeconds(ctx.now, remindDaysBefore * 86_400)
  const toRemind = await withSystem(ctx, (tx) => queries.listCommitmentsToRemind(tx, until, atOnce))
  for (const { id } of toRemind) await withSystem(ctx, (tx) => remind(tx, ctx, id))
}

/** Ends the commitment of an erased resource; its exit fee is owed. Called when a deleted resource is erased. */
export async function endCommitmentOfPurged(
  tx: Tx,
  ctx: OpContext,
  resource: Committable,
  at: Date,
): Promise<void> {
  if (!resource.commitmentId) return
  const commitment = await queries.findCommitmentForUpdate(tx, resource.commitmentId)
  if (!commitment) return
  const exit = await queries.findLiveExit(tx, commitment.id)
  if (exit?.state === 'pending') await queries.updateExit(tx, exit.id, { state: 'owed', owedAt: at })
  if (commitment.state === 'active') await end(tx, ctx, commitment, 'left', at)
}

async function endExited(tx: Tx, ctx: OpContext, id: Id<'commitment'>): Promise<void> {
  const found = await lock(tx, id)
  if (!found) return
  const exit = await queries.findLiveExit(tx, id)
  if (exit?.state !== 'pending') return
  const at = toSecond(ctx.now)
  await queries.updateExit(tx, exit.id, { state: 'owed', owedAt: at })
  if (found.commitment.state === 'active') await end(tx, ctx, found.commitment, 'left', at)
  await split(tx, ctx, { ...found.resource, commitmentId: null }, at)
}

async function turn(tx: Tx, ctx: OpContext, id: Id<'commitment'>): Promise<void> {
  const found = await lock(tx, id)
  if (found?.commitment.state !== 'active') return
  const { commitment, resource } = found
  const at = commitment.endsAt
  // The term ended before the exit: no fee is owed.
  const exit = await queries.findLiveExit(tx, id)
  if (exit?.state === 'pending') await queries.updateExit(tx, exit.id, { state: 'voided' })
  const basisPoints = await queries.findCommitmentDiscount(tx, resource.bundleId, commitment.termMonths, at)
  const isRenewed = commitment.renewal === 'renew' && !found.isEnding && !exit && basisPoints > 0
  if (!isRenewed) {
    await end(tx, ctx, commitment, 'ended', at)
    await split(tx, ctx, { ...resource, commitmentId: null }, at)
    return
  }
  const anchor = (await queries.findAnchor(tx, resource.id)) ?? commitment.startedAt
  await queries.updateCommitment(tx, id, { state: 'renewed', endedAt: at })
  const next = await startTerm(tx, resource, {
    termMonths: commitment.termMonths,
    basisPoints,
    renewal: commitment.renewal,
    startedAt: at,
    anchor,
    monthsFromAnchor: parisMonthsBetween(anchor, at) + commitment.termMonths,
  })
  await split(tx, ctx, { ...resource, commitmentId: next }, at)
  await tell(tx, ctx, commitment, 'commitment.renewed', { commitmentId: id, next, basisPoints })
}

async function end(
  tx: Tx,
  ctx: OpContext,
  commitment: queries.CommitmentRow,
  state: 'ended' | 'left',
  at: Date,
): Promise<void> {
  await queries.updateCommitment(tx, commitment.id, { state, endedAt: at })
  await queries.setCommitment(tx, commitment, null)
  await tell(tx, ctx, commitment, 'commitment.ended', { commitmentId: commitment.id, how: state })
}

async function tell(
  tx: Tx,
  ctx: OpContext,
  commitment: queries.CommitmentRow,
  event: 'commitment.renewed' | 'commitment.ended',
  details: Record<string, string | number>,
): Promise<void> {
  const { organisationId, resourceKind: kind, resourceId: id } = commitment
  await recordAudit(tx, ctx, event, { organisationId, kind, id, details })
}

async function split(tx: Tx, ctx: OpContext, resource: Committable, at: Date): Promise<void> {
  await splitUsage(tx, { resource, meters: committedMeters(resource), at, recordedAt: ctx.now })
}

/** Resource first, then its commitment: the lock order used everywhere. */
async function lock(tx: Tx, id: Id<'commitment'>) {
  const seen = await queries.findCommitment(tx, id)
  if (!seen) return null
  const row = await lockCommittable(tx, seen.resourceId)
  const commitment = await queries.findCommitmentForUpdate(tx, id)
  if (!row || !commitment) return null
  const isEnding = row.deletedAt !== null || ['deleted', 'purging', 'purged', 'failed'].includes(row.state)
  const resource: Committable = row
  return { commitment, resource, isEnding, name: row.name }
}

async function remind(tx: Tx, ctx: OpContext, id: Id<'commitment'>): Promise<void> {
  const found = await lock(tx, id)
  if (found?.commitment.state !== 'active' || found.commitment.remindedAt) return
  const { commitment, resource, name } = found
  await queries.updateCommitment(tx, id, { remindedAt: ctx.now })
  if (found.isEnding) return
  const { organisationId, endsAt, renewal, resourceKind } = commitment
  const href =
    resourceKind === 'instance'
      ? routes.org.instance(organisationId, resource.id, { tab: 'history' })
      : routes.org.volume(organisationId, resource.id)
  await addNotice(tx, ctx, {
    organisationId,
    projectId: resource.projectId,
    kind: 'commitment_ends',
    params: { resource: name, on: endsAt.toISOString() },
    href,
  })
  for (const owner of await listOwners(tx, organisationId)) {
    await queueMail(tx, {
      to: owner.email,
      locale: owner.locale,
      template: 'commitment-ends',
      params: {
        name: owner.fullName,
        resource: name,
        endsAt: endsAt.toISOString(),
        renewal: renewal === 'renew' ? 'renew' : 'hourly',
        committedCents: String(monthlyCents(sumOf(commitment, 'committed'))),
        hourlyCents: String(monthlyCents(sumOf(commitment, 'hourly'))),
        url: portalLink(href),
      },
    })
  }
}
