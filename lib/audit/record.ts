import type { Tx } from '~/db/client'
import { type Id, newId } from '~/lib/kernel/ids'
import type { Actor, OpContext } from '~/lib/kernel/op-context'
import type { AuditEventName } from './events'
import { type AuditRow, insertAuditEvents } from './queries/audit'

export type AuditSubject = {
  organisationId: Id<'organisation'> | null
  kind: string
  id: string
  /** Relevant facts: old and new values. Never a secret. */
  details?: Record<string, unknown>
}

/** Records an event in the transaction of the change, so that both are committed or neither is. */
export async function recordAudit(
  tx: Tx,
  ctx: OpContext,
  event: AuditEventName,
  subject: AuditSubject,
): Promise<void> {
  await recordAudits(tx, ctx, event, [subject])
}

/** The same for several subjects, in one statement. */
export async function recordAudits(
  tx: Tx,
  ctx: OpContext,
  event: AuditEventName,
  subjects: readonly AuditSubject[],
): Promise<void> {
  if (subjects.length > 0)
    await insertAuditEvents(
      tx,
      subjects.map((subject) => rowOf(ctx, event, subject)),
    )
}

function rowOf(ctx: OpContext, event: AuditEventName, subject: AuditSubject): AuditRow {
  return {
    id: newId('audit', ctx.now.getTime()),
    organisationId: subject.organisationId,
    event,
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    actorLabel: ctx.actor.kind === 'system' ? ctx.actor.name : '',
    surface: ctx.surface,
    requestId: ctx.requestId,
    ip: ctx.ip,
    subjectKind: subject.kind,
    subjectId: subject.id,
    details: { ...subject.details, ...tokenOf(ctx.actor) },
    occurredAt: ctx.now,
  }
}

/** A program is named in each entry, in addition to the member for whom it acts. */
const tokenOf = (actor: Actor) =>
  actor.kind === 'account' && actor.token ? { token: { id: actor.token.id, name: actor.token.name } } : {}

function actorId(actor: Actor): string {
  switch (actor.kind) {
    case 'account':
      return actor.accountId
    case 'staff':
      return actor.staffId
    case 'system':
      return actor.name
    case 'anonymous':
      return 'anonymous'
  }
}
