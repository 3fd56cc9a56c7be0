import { type Tx, withOrganisation } from '~/db/client'
import { readOverdue } from '~/lib/billing'
import { readReachedBudgets } from '~/lib/budgets'
import { authorize, hasSshKey, may } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { operatedProjects } from '~/lib/kernel/project-scope'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { periodOf } from '~/lib/kernel/time/paris-month'
import { readNearlyUsed, readWaitingDecisions } from '~/lib/ordering'
import { readAttention } from '~/lib/resources'
import { readAnsweredTickets } from '~/lib/support'
import { byUrgency, type Inbox, type InboxItem } from './items'
import { findTraces, type Traces } from './queries/traces'

/** What waits for this member, the most urgent first: only what their rights let them do or know. */
export async function readInbox(ctx: OpContext): Promise<Inbox> {
  authorize(ctx, 'organisation:read')
  return withOrganisation(ctx, (tx, organisationId) => inbox(tx, ctx, organisationId))
}

/** As `readInbox`, within the caller's transaction. */
export async function inbox(tx: Tx, ctx: OpContext, organisationId: Id<'organisation'>): Promise<Inbox> {
  const { now } = ctx
  const traces = await findTraces(tx, organisationId, { now, day: parisDay(now), month: periodOf(now) })
  // Issued together, the queries are pipelined.
  const parts = await Promise.all([
    traces.decisions ? decisions(tx, ctx, organisationId) : [],
    money(tx, ctx, organisationId, traces),
    servers(tx, ctx, organisationId, traces),
    traces.tickets && may(ctx, 'support:read') ? tickets(tx, ctx) : [],
  ])
  return { readAt: ctx.now.toISOString(), items: byUrgency(parts.flat()) }
}

async function decisions(tx: Tx, ctx: OpContext, organisationId: Id<'organisation'>): Promise<InboxItem[]> {
  const { approvals, signatures } = await readWaitingDecisions(tx, ctx, organisationId)
  return [
    ...approvals.map((each) => ({ kind: 'approval' as const, ...each })),
    ...signatures.map((each) => ({ kind: 'signature' as const, ...each })),
  ]
}

async function money(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  traces: Traces,
): Promise<InboxItem[]> {
  const mayPay = may(ctx, 'billing:manage')
  // A guest approves in its projects and does not see the limits of the organisation.
  const mayKnow = may(ctx, 'budget:read') && (mayPay || may(ctx, 'order:approve'))
  const [overdue, budgets, purchaseOrders] = await Promise.all([
    traces.invoices && mayPay ? readOverdue(tx, organisationId, ctx.now) : null,
    traces.budgets && mayKnow ? readReachedBudgets(tx, organisationId, ctx.now) : [],
    traces.purchaseOrders && mayKnow ? readNearlyUsed(tx, organisationId, ctx.now) : [],
  ])
  return [
    ...(overdue ? [{ kind: 'overdue' as const, ...overdue }] : []),
    ...budgets.map((each) => ({ kind: 'budget' as const, ...each })),
    ...purchaseOrders.map((each) => ({ kind: 'purchase_order' as const, ...each })),
  ]
}

async function servers(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  traces: Traces,
): Promise<InboxItem[]> {
  const needsKey =
    ctx.membership?.organisationState === 'active' && may(ctx, 'order:place') && may(ctx, 'ssh_key:write')
  const [attention, hasKey] = await Promise.all([
    // Also by a role in a project: then only its servers.
    traces.servers && may(ctx, 'instance:operate') && ctx.membership
      ? readAttention(tx, operatedProjects(ctx.membership))
      : { waiting: [], alarms: [] },
    needsKey && !traces.keys ? hasSshKey(tx, organisationId) : true,
  ])
  return [
    ...attention.waiting.map(
      ({ id, name, state, purgeAfter }): InboxItem =>
        state === 'failed'
          ? { kind: 'failed_server', id, name }
          : { kind: 'deleted_server', id, name, until: purgeAfter?.toISOString() ?? null },
    ),
    ...attention.alarms.map((each) => ({ kind: 'alarm' as const, ...each })),
    ...(hasKey ? [] : [{ kind: 'no_key' as const }]),
  ]
}

const tickets = async (tx: Tx, ctx: OpContext): Promise<InboxItem[]> =>
  (await readAnsweredTickets(tx, ctx)).map((each) => ({ kind: 'ticket' as const, ...each }))
