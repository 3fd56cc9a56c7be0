import { acrossProjects, type Tx, withOrganisation } from '~/db/client'
import { authorize, may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { committedMonthlyCents } from '~/lib/usage'
import { readFacts } from '../acceptance/judge'
import { moderatedFromCents } from '../acceptance/rules'
import { findCostCentre, listPeople, listRules } from '../holds/queries/holds'
import { commitmentsOfMember, readDay } from '../holds/read-day'
import { approvalFromCents, type SignatureKind } from '../holds/signature'
import { listWaitingChanges, readChangedResource } from '../queries/changes'
import { findBuyer } from '../queries/place'
import { changeView } from './change-view'
import type { ChangeWaits } from './views'

/**
 * The waiting changes of a server or volume, and the amounts from which another one would wait, so that a
 * dialog can show them before sending. The judgement at sending decides.
 *
 * @throws DomainError `not_found`
 */
export async function readChangeWaits(
  ctx: OpContext,
  input: { resourceId: Id<'instance'> | Id<'volume'> },
): Promise<ChangeWaits> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const resource = await readChangedResource(tx, input.resourceId)
    if (!resource) throw new DomainError('not_found')
    const people = await listPeople(tx, organisationId)
    const nameOf = (accountId: string | null) =>
      people.find((each) => each.accountId === accountId)?.name ?? null
    const waiting = (await listWaitingChanges(tx, input.resourceId)).flatMap(({ order, held }) => {
      const change = changeView(order.change, ctx.locale)
      const isOwn = ctx.actor.kind === 'account' && ctx.actor.accountId === order.placedByAccountId
      return change
        ? {
            ...change,
            orderId: order.id,
            number: order.number,
            monthlyCents: order.monthlyCents.toString(),
            reasons: held.reasons,
            obstacle: held.obstacle,
            heldAt: held.heldAt.toISOString(),
            expiresAt: held.expiresAt.toISOString(),
            placedBy: nameOf(order.placedByAccountId),
            mayWithdraw: may(ctx, 'order:place') && (isOwn || ctx.membership?.role === 'owner'),
          }
        : []
    })
    const day = await readDay(tx, ctx, organisationId)
    const operatorFromCents = await moderatedFrom(tx, ctx, organisationId, day)
    const rules = (await listRules(tx, organisationId)).map(({ rule }) => rule)
    const costCentre = await findCostCentre(tx, resource.projectId)
    const before = commitmentsOfMember(day, ctx)
    const waitsFrom = (kind: SignatureKind) => ({
      approvalFromCents:
        approvalFromCents(
          rules,
          { projectId: resource.projectId, costCentre, kinds: [kind] },
          before,
        )?.toString() ?? null,
      operatorFromCents,
    })
    return { waiting, own: waitsFrom(resource.bundleKind), kept: waitsFrom('storage') }
  })
}

/** Hidden from guests: the amount depends on all projects. */
async function moderatedFrom(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  day: Awaited<ReturnType<typeof readDay>>,
): Promise<string | null> {
  const buyer = await findBuyer(tx, organisationId)
  if (!buyer || ctx.membership?.role === 'guest') return null
  const committedCents = await acrossProjects(tx, () => committedMonthlyCents(tx, organisationId, ctx.now))
  return moderatedFromCents(
    await readFacts(tx, ctx, organisationId, buyer, { committedCents, day }),
  ).toString()
}
