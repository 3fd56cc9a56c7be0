import 'server-only'
import { rawClient } from '~/db/client'
import { log } from '~/lib/kernel/log'
import { currentSurface } from './surface'

/** Whether this process serves its surface and its role reaches the database. */
export async function answerHealth(): Promise<Response> {
  const surface = currentSurface()
  const headers = { 'cache-control': 'no-store' }
  try {
    await rawClient(surface).unsafe('select 1')
    return Response.json({ status: 'ok', surface }, { headers })
  } catch (error) {
    log.error({ err: error }, 'the database does not answer')
    return Response.json({ status: 'unavailable', surface }, { status: 503, headers })
  }
}
