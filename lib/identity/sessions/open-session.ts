import type { Tx } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret, newSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { Directory } from '../person'
import { sessionLimits } from '../session-rules'

/** A browser's description of itself, cut to what a list can show. */
const userAgentLengthMax = 300

/**
 * Creates a session; the cookie gets the secret, the row its hash. A session that continues another one (privilege
 * rise) keeps its absolute limit.
 */
export async function openSession(
  tx: Tx,
  ctx: OpContext,
  directory: Directory,
  personId: string,
  options: { secondFactorAt: Date | null; userAgent: string | null; expiresAt?: Date },
): Promise<string> {
  const sessionSecret = newSecret()
  await directory.sessions.insert(tx, {
    tokenHash: hashSecret(sessionSecret),
    personId,
    createdAt: ctx.now,
    expiresAt: options.expiresAt ?? addSeconds(ctx.now, sessionLimits[directory.kind].absoluteSeconds),
    secondFactorAt: options.secondFactorAt,
    userAgent: options.userAgent?.slice(0, userAgentLengthMax) ?? null,
    ip: ctx.ip,
  })
  return sessionSecret
}
