import 'server-only'
import { rawClient } from '~/db/client'
import { log } from '~/lib/kernel/log'
import { currentSurface } from './surface'

/** Whether this process serves its surface, and its role reaches a writable database. */
export async function answerHealth(): Promise<Response> {
  const surface = currentSurface()
  const headers = { 'cache-control': 'no-store' }
  try {
    const [row] = await rawClient(surface).unsafe<{ standby: boolean }[]>(
      'select pg_is_in_recovery() as standby',
    )
    // A standby answers queries but accepts no writes: traffic must go elsewhere.
    if (row?.standby !== false) throw new Error('the database is a standby')
    return Response.json({ status: 'ok', surface }, { headers })
  } catch (error) {
    log.error({ err: error }, 'the database does not answer')
    return Response.json({ status: 'unavailable', surface }, { status: 503, headers })
  }
}
