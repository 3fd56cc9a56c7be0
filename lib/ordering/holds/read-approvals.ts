import { withOrganisation } from '~/db/client'
import { authorize, may, offeredProjects, type ProjectChoice } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { changeView } from '../changes/change-view'
import { mayDecide } from './decide-order'
import * as queries from './queries/holds'
import type { SignatureKind } from './signature'
import type { HeldSummary } from './views'

export type Approvals = {
  waiting: HeldSummary[]
  rules: {
    id: string
    fromCents: string
    project: string | null
    costCentre: string | null
    kind: SignatureKind | null
    approvals: number
  }[]
  delegations: { id: string; from: string; to: string; startsOn: string; endsOn: string; isOwn: boolean }[]
  /** Members to whom decisions can be delegated. */
  members: { id: string; name: string }[]
  projects: ProjectChoice[]
  mayRule: boolean
  mayDelegate: boolean
}

/** Orders that wait for a decision, those this person may decide first, with the rules and delegations. */
export async function readApprovals(ctx: OpContext): Promise<Approvals> {
  authorize(ctx, 'order:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const waiting: HeldSummary[] = []
    for (const { held, order, project, placedBy } of await queries.listHeld(tx, organisationId)) {
      const decisions = await queries.listDecisions(tx, order.id)
      waiting.push({
        orderId: order.id,
        number: order.number,
        project,
        change: changeView(order.change, ctx.locale),
        placedBy,
        monthlyCents: order.monthlyCents.toString(),
        reasons: held.reasons,
        obstacle: held.obstacle,
        approvalsNeeded: held.approvalsNeeded,
        approvalsGiven: decisions.filter(({ decision }) => decision.decision === 'approved').length,
        heldAt: held.heldAt.toISOString(),
        expiresAt: held.expiresAt.toISOString(),
        mayDecide: await mayDecide(tx, ctx, { order, held }),
      })
    }
    const people = await queries.listPeople(tx, organisationId)
    const nameOf = (accountId: string) => people.find((each) => each.accountId === accountId)?.name ?? '–'
    const self = ctx.actor.kind === 'account' ? ctx.actor.accountId : null
    return {
      waiting: waiting.toSorted((a, b) => Number(b.mayDecide) - Number(a.mayDecide)),
      rules: (await queries.listRules(tx, organisationId)).map(({ rule, project }) => ({
        id: rule.id,
        fromCents: rule.fromCents.toString(),
        project,
        costCentre: rule.costCentre,
        kind: rule.kind,
        approvals: rule.approvals,
      })),
      delegations: (await queries.listDelegations(tx, organisationId)).map((each) => ({
        id: each.id,
        from: nameOf(each.fromAccountId),
        to: nameOf(each.toAccountId),
        startsOn: each.startsOn,
        endsOn: each.endsOn,
        isOwn: each.fromAccountId === self,
      })),
      members: people.filter((each) => each.accountId !== self).map(({ id, name }) => ({ id, name })),
      projects: await offeredProjects(tx, organisationId),
      mayRule: may(ctx, 'member:manage'),
      mayDelegate: may(ctx, 'order:approve'),
    }
  })
}
