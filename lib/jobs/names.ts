import type { Id } from '~/lib/kernel/ids'

/**
 * Every job and its payload. A job is a nudge: it carries ids, never facts, and running it twice is
 * harmless. `lib/worker/task-list.ts` must have a handler for each (checked by the compiler).
 */
export type JobPayloads = {
  /** Send one queued mail. */
  send_mail: { mailId: Id<'mail'> }
  /** Apply the rule that accepts verified public bodies, or tell the moderators. */
  review_organisation: { organisationId: Id<'organisation'> }
  /** A saga is due. */
  run_saga: { sagaId: Id<'saga'> }
  /** A resource's saga ended: settle its order line and order, tell the customer. */
  settle_order: { organisationId: Id<'organisation'>; orderLineId: Id<'orderLine'> }
  /** Give sequence and hash to the audit rows that have none. */
  chain_audit: Record<string, never>
}

export type JobName = keyof JobPayloads

export const jobNames = [
  'send_mail',
  'review_organisation',
  'run_saga',
  'settle_order',
  'chain_audit',
] as const satisfies readonly JobName[]
