/**
 * Reconciler: compares spending with every budget, and notifies each threshold once a month. The row of the
 * alert decides between two workers.
 */
import { type Tx, withSystem } from '~/db/client'
import { emitEvent } from '~/lib/events'
import { addNotice } from '~/lib/identity'
import { listContacts, listProjectRows } from '~/lib/identity/rows'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { formatMoney } from '~/lib/kernel/text/format'
import { periodOf } from '~/lib/kernel/time/paris-month'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { monthToDateByTags } from '~/lib/usage'
import { notifyRecipients } from '../alert-recipients/notify-recipients'
import { centsWithin, reachedThresholds, tagKeysOf } from './budget-rules'
import { type BudgetRow, insertAlert, listBudgetedOrganisations, listBudgets } from './queries/budgets'

type Organisation = { id: Id<'organisation'>; legalName: string }

/** Notifies every threshold reached this month, once. */
export async function alertBudgets(ctx: OpContext): Promise<void> {
  const organisations = await withSystem(ctx, listBudgetedOrganisations)
  for (const organisation of organisations)
    await withSystem(ctx, (tx) => alertOrganisation(tx, ctx, organisation))
}

async function alertOrganisation(tx: Tx, ctx: OpContext, organisation: Organisation): Promise<void> {
  const budgets = await listBudgets(tx, organisation.id)
  const projects = await listProjectRows(tx, organisation.id)
  const cents = await monthToDateByTags(tx, organisation.id, ctx.now, tagKeysOf(budgets))
  for (const budget of budgets) {
    const spentCents = centsWithin(budget, projects, cents)
    const fresh: number[] = []
    for (const threshold of reachedThresholds(budget, spentCents)) {
      const alert = { organisationId: organisation.id, budgetId: budget.id, month: periodOf(ctx.now) }
      if (await insertAlert(tx, { ...alert, threshold, spentCents, reachedAt: ctx.now }))
        fresh.push(threshold)
    }
    // One message for all thresholds passed at once, with the highest one.
    const highest = fresh.at(-1)
    if (highest !== undefined) await notifyThreshold(tx, ctx, organisation, budget, highest, spentCents)
  }
}

async function notifyThreshold(
  tx: Tx,
  ctx: OpContext,
  { id: organisationId, legalName }: Organisation,
  budget: BudgetRow,
  threshold: number,
  spentCents: bigint,
): Promise<void> {
  const href = routes.org.budgets(organisationId)
  const { id: budgetId, name, monthlyCents } = budget
  await addNotice(tx, ctx, {
    organisationId,
    kind: 'budget_reached',
    params: { budget: name, percent: `${threshold}` },
    href,
  })
  await emitEvent(tx, ctx, {
    organisationId,
    event: 'budget.threshold_reached',
    data: {
      budgetId,
      name,
      thresholdPercent: threshold,
      monthlyCents: `${monthlyCents}`,
      spentCents: `${spentCents}`,
    },
  })
  const contacts = await listContacts(tx, organisationId, ['owner', 'billing'])
  for (const contact of contacts) {
    await queueMail(tx, {
      to: contact.email,
      locale: contact.locale,
      template: 'budget-reached',
      params: {
        name: contact.fullName,
        organisation: legalName,
        budget: name,
        percent: `${threshold}`,
        spent: formatMoney(spentCents, contact.locale),
        amount: formatMoney(monthlyCents, contact.locale),
        url: portalLink(href),
      },
    })
  }
  await notifyRecipients(tx, organisationId, contacts, (locale) => ({
    template: 'budget-reached-outside',
    params: {
      budget: name,
      percent: `${threshold}`,
      spent: formatMoney(spentCents, locale),
      amount: formatMoney(monthlyCents, locale),
    },
  }))
}
