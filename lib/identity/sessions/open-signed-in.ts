import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { toId } from '~/lib/kernel/ids'
import type { Actor, OpContext } from '~/lib/kernel/op-context'
import { type Directory, personEvent, personSubject } from '../person'
import { openSession } from './open-session'

/** Opens a session of a person who has just proven who they are, and records it. */
export async function openSignedIn(
  tx: Tx,
  ctx: OpContext,
  directory: Directory,
  personId: string,
  options: { secondFactorAt: Date | null; userAgent: string | null; by?: 'sign_up_link' },
): Promise<string> {
  const { by, ...session } = options
  const { secondFactorAt } = session
  const secret = await openSession(tx, ctx, directory, personId, session)
  const subject = personSubject(directory, personId, {
    secondFactor: secondFactorAt !== null,
    ...(by && { by }),
  })
  const signedIn = { ...ctx, actor: actorOf(directory, personId, secondFactorAt) }
  await recordAudit(tx, signedIn, personEvent(directory, 'signed_in'), subject)
  return secret
}

/** The audit entry names the person, although the request came without a session. */
function actorOf({ kind }: Directory, id: string, secondFactorAt: Date | null): Actor {
  const session = { sessionHash: '', secondFactorAt }
  return kind === 'staff'
    ? { kind, staffId: toId('staff', id), roles: [], ...session }
    : { kind, accountId: toId('account', id), ...session }
}
