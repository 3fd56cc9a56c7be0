import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeEnrolment, personEvent, personSubject } from '../person'

/** Ends the session of the context: its cookie is worthless from the next request on. */
export async function signOut(ctx: OpContext): Promise<void> {
  const { directory, id, sessionHash } = authorizeEnrolment(ctx)
  await withShared(ctx, async (tx) => {
    const wasAlive = await directory.sessions.endOne(tx, id, sessionHash, ctx.now, 'signed_out')
    if (wasAlive)
      await recordAudit(tx, ctx, personEvent(directory, 'signed_out'), personSubject(directory, id))
  })
}
