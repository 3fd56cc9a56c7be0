import { rawClient } from '~/db/client'
import type { Surface } from '~/lib/kernel/op-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { readSessions } from '../queries/sessions-by-hash'
import { isSessionAlive } from '../session-rules'

/** Those of these sessions of a surface that have not ended, by their hashes: for what outlives a request. */
export async function listLiveSessions(
  surface: Surface,
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set()
  const kind = surface === 'operator' ? 'staff' : 'account'
  const now = systemNow()
  const found = await readSessions(rawClient(surface), kind, hashes)
  return new Set(found.filter((each) => isSessionAlive(kind, each, now)).map(({ tokenHash }) => tokenHash))
}
