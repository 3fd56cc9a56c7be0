import type { Id } from '~/lib/kernel/ids'

/**
 * Every job and its payload. A job is a nudge: it carries ids, never facts, and running it twice is
 * harmless. `lib/worker/task-list.ts` must have a handler for each (checked by the compiler).
 */
export type JobPayloads = {
  /** Send one queued mail. */
  send_mail: { mailId: Id<'mail'> }
  /**
   * Apply the rule that accepts verified public bodies, or tell the moderators; with `lapse`, end it if
   * nobody confirmed the e-mail in time.
   */
  review_organisation: { organisationId: Id<'organisation'>; lapse?: true }
  /** A person asked to join an organisation: tell its owners. */
  tell_join_request: { joinRequestId: Id<'joinRequest'> }
  /** Something waits for a moderator: tell those who decide. */
  tell_moderators: { caseId: Id<'moderationCase'> }
  /** A customer opened a ticket or wrote into one: tell those who answer. */
  tell_support: { messageId: Id<'ticketMessage'> }
  /** A moderator decided about an order that no rule let through: carry it out. */
  settle_moderation: { orderId: Id<'order'> }
  /** A saga is due. */
  run_saga: { sagaId: Id<'saga'> }
  /** A resource's saga ended: settle its order line and order, tell the customer. */
  settle_order: { organisationId: Id<'organisation'>; orderLineId: Id<'orderLine'> }
  /** Connect to a hypervisor and keep what is found there. */
  read_hypervisor: { hypervisorId: Id<'hypervisor'> }
  /** A billing run has organisations left. */
  bill_organisations: { runId: Id<'billingRun'> }
  /** A document was made final: make its files and deliver it, plan its debit. */
  billing_document_issued: { documentId: Id<'invoice'> }
  /** Write an export that somebody asked for. */
  prepare_export: { exportId: Id<'export'> }
  /** Give sequence and hash to the audit rows that have none. */
  chain_audit: Record<string, never>
}

export type JobName = keyof JobPayloads

export const jobNames = [
  'send_mail',
  'review_organisation',
  'tell_join_request',
  'tell_moderators',
  'tell_support',
  'settle_moderation',
  'run_saga',
  'settle_order',
  'read_hypervisor',
  'bill_organisations',
  'billing_document_issued',
  'prepare_export',
  'chain_audit',
] as const satisfies readonly JobName[]
