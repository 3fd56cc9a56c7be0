import { withShared } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizePerson } from '../person'
import { isSessionAlive } from '../session-rules'

export type SessionView = {
  /** The digest in the row: identifies the session and does not open it. */
  id: string
  createdAt: string
  lastSeenAt: string
  userAgent: string | null
  ip: string | null
  isCurrent: boolean
}

/** Lists the person's own live sessions, the last used first. */
export async function listSessions(ctx: OpContext): Promise<SessionView[]> {
  const { directory, id, sessionHash } = authorizePerson(ctx)
  const rows = await withShared(ctx, (tx) => directory.sessions.list(tx, id, ctx.now))
  return rows
    .filter((row) => isSessionAlive(directory.kind, { ...row, disabledAt: null }, ctx.now))
    .map((row) => ({
      id: row.tokenHash,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      userAgent: row.userAgent,
      ip: row.ip,
      isCurrent: row.tokenHash === sessionHash,
    }))
}
