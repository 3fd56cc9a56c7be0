import type { Id } from '~/lib/kernel/ids'

/**
 * Every job and its payload. A job carries ids, never facts, and is idempotent. `lib/worker/task-list.ts` must have a
 * handler for each (checked by the compiler).
 */
export type JobPayloads = {
  /** Send one queued mail. */
  send_mail: { mailId: Id<'mail'> }
  /** Retry a mail that the recipient's server deferred. */
  send_deferred_mail: { mailId: Id<'mail'> }
  /**
   * Apply the rule that accepts verified public bodies, or notify the moderators; with `lapse`, end the organisation if
   * its e-mail was not confirmed in time.
   */
  review_organisation: { organisationId: Id<'organisation'>; lapse?: true }
  /** Notify the owners of an organisation about a join request. */
  tell_join_request: { joinRequestId: Id<'joinRequest'> }
  /** Notify the moderators about a case. */
  tell_moderators: { caseId: Id<'moderationCase'> }
  /** Notify support about a new ticket or a new message of a customer. */
  tell_support: { messageId: Id<'ticketMessage'> }
  /** Carry out a moderator's decision about an order. */
  settle_moderation: { orderId: Id<'order'> }
  /** A saga is due. */
  run_saga: { sagaId: Id<'saga'> }
  /** A resource's saga ended: finish its order line and order, and notify the customer. */
  settle_order: { organisationId: Id<'organisation'>; orderLineId: Id<'orderLine'> }
  /** Connect to a hypervisor and store its facts. */
  read_hypervisor: { hypervisorId: Id<'hypervisor'> }
  /** A billing run has organisations left. */
  bill_organisations: { runId: Id<'billingRun'> }
  /** A document was issued: create its files, deliver it, and plan its debit. */
  billing_document_issued: { documentId: Id<'invoice'> }
  /** Write a requested export. */
  prepare_export: { exportId: Id<'export'> }
  /** An object without a row gets its rows. */
  adopt_object: { adoptionId: Id<'adoption'> }
  /** Two people agreed that rows of an organisation have no object any more. */
  end_lost_rows: { organisationId: Id<'organisation'> }
  /** Two people decided whether things in doubt after a restore are sent. */
  end_doubtful_sendings: Record<string, never>
  /** Give sequence and hash to the audit rows that have none. */
  chain_audit: Record<string, never>
}

export type JobName = keyof JobPayloads

export const jobNames = [
  'send_mail',
  'send_deferred_mail',
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
  'adopt_object',
  'end_lost_rows',
  'end_doubtful_sendings',
  'chain_audit',
] as const satisfies readonly JobName[]
