import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, readSamePeople, requireAnotherPerson } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { mailSecondApprovers } from '../changes/mail-second-approvers'
import * as queries from '../queries/concessions'
import { findSeller, getOrganisation } from '../queries/subjects'
import { issueProposedCredit } from './credit-invoice'
import { needsSecondApprover } from './needs-second-approver'
import type { DecideConcessionInput, GrantConcessionInput } from './schema'
import type { ConcessionView, Customer, GrantOutcome } from './views'

/**
 * Grants a deduction from the next invoices of an organisation, as a gesture or a service credit. When it reaches the
 * seller's limit, together with what the same person granted alone that day, it waits for a second approver.
 *
 * @throws DomainError `not_found`
 */
export async function grantConcession(ctx: OpContext, input: GrantConcessionInput): Promise<GrantOutcome> {
  const staffId = authorizeStaff(ctx, 'billing:credit')
  return withStaff(ctx, async (tx) => {
    const seller = await findSeller(tx)
    if (!seller || !(await getOrganisation(tx, input.organisationId))) throw new DomainError('not_found')
    await queries.lockGrantingStaff(tx, staffId)
    const { fourEyesFromCents } = seller.billing
    const need = await needsSecondApprover(tx, ctx, { staffId, netCents: input.amount, fourEyesFromCents })
    const id = newId('concession', ctx.now.getTime())
    await queries.insertConcession(tx, {
      id,
      organisationId: input.organisationId,
      kind: input.kind,
      state: need ? 'proposed' : 'agreed',
      netCents: input.amount,
      reason: input.reason,
      proposedByStaffId: staffId,
      proposedAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'concession.proposed', {
      organisationId: input.organisationId,
      kind: 'concession',
      id,
      details: { netCents: input.amount.toString(), reason: input.reason },
    })
    if (need) await mailSecondApprovers(tx, staffId, { subject: 'concession' })
    return need ? { state: 'proposed', because: need } : { state: 'agreed' }
  })
}

/**
 * A second approver accepts a proposal, which issues a proposed credit note at once, or rejects it.
 *
 * @throws DomainError `not_found`, `state_forbids` once it is decided, `forbidden` for its proposer
 */
export async function decideConcession(ctx: OpContext, input: DecideConcessionInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'billing:credit')
  await withStaff(ctx, async (tx) => {
    const row = await queries.findConcessionForUpdate(tx, input.concessionId)
    if (!row) throw new DomainError('not_found')
    if (row.state !== 'proposed') throw new DomainError('state_forbids')
    await requireAnotherPerson(tx, staffId, row.proposedByStaffId)
    const isCredit = row.kind === 'credit_note' && input.decision === 'agreed'
    const document = isCredit ? await issueProposedCredit(tx, ctx, row) : null
    await queries.updateConcession(tx, row.id, {
      state: document ? 'carried_out' : input.decision,
      ...(document && { outcomeDocumentId: document.id, usedCents: document.netCents }),
      decidedByStaffId: staffId,
      decidedAt: ctx.now,
    })
    await recordAudit(tx, ctx, input.decision === 'agreed' ? 'concession.agreed' : 'concession.refused', {
      organisationId: row.organisationId,
      kind: 'concession',
      id: row.id,
      details: { netCents: (document ?? row).netCents.toString() },
    })
  })
}

const listedMax = 200

/** Concessions granted or proposed, pending ones first. */
export async function listConcessions(ctx: OpContext): Promise<ConcessionView[]> {
  const staffId = authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, async (tx) => {
    const rows = await queries.listConcessions(tx, listedMax)
    const proposers = rows.map(({ concession }) => concession.proposedByStaffId)
    const isSame = await readSamePeople(tx, staffId, proposers)
    return rows.map(({ concession, organisation, proposedBy, number }) => ({
      id: concession.id,
      kind: concession.kind,
      state: concession.state,
      organisationId: concession.organisationId,
      organisation,
      number,
      netCents: concession.netCents.toString(),
      reason: concession.reason,
      proposedBy,
      proposedAt: concession.proposedAt.toISOString(),
      needsAnother: isSame(concession.proposedByStaffId),
    }))
  })
}

/** Organisations that can receive a concession, by name. */
export async function listCustomers(ctx: OpContext): Promise<Customer[]> {
  authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, queries.listCustomers)
}
