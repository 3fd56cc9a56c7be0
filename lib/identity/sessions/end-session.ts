import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizePerson, personEvent, personSubject } from '../person'

/** Ends one of the person's own sessions. @throws DomainError `not_found` */
export async function endSession(ctx: OpContext, input: { sessionId: string }): Promise<void> {
  const { directory, id } = authorizePerson(ctx)
  await withShared(ctx, async (tx) => {
    const isEnded = await directory.sessions.endOne(tx, id, input.sessionId, ctx.now, 'ended_by_person')
    if (!isEnded) throw new DomainError('not_found')
    await recordAudit(tx, ctx, personEvent(directory, 'session_ended'), personSubject(directory, id))
  })
}

/** Ends the person's other sessions; returns how many there were. */
export async function endOtherSessions(ctx: OpContext): Promise<{ ended: number }> {
  const { directory, id, sessionHash } = authorizePerson(ctx)
  return withShared(ctx, async (tx) => {
    const ended = await directory.sessions.endAll(tx, id, sessionHash, ctx.now, 'ended_by_person')
    if (ended > 0) {
      const subject = personSubject(directory, id, { ended })
      await recordAudit(tx, ctx, personEvent(directory, 'session_ended'), subject)
    }
    return { ended }
  })
}
