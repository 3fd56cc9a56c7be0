import 'server-only'
import { leaving } from '~/lib/kernel/process/leaving'
import {
  checkReadiness,
  isServing,
  leavingAnswer,
  liveAnswer,
  type ProbeAnswer,
  readyAnswer,
} from '~/lib/readiness'
import { currentSurface } from './surface'

/** Whether this process serves its surface, and its role reaches a writable database. */
export async function answerHealth(): Promise<Response> {
  const isWell = isServing(await checkReadiness(currentSurface()))
  return respond({ status: isWell ? 200 : 503, body: { status: isWell ? 'ok' : 'unavailable' } })
}

/** The same, the database was prepared by the version that built this process, and it is not ending. */
export async function answerReady(): Promise<Response> {
  if (leaving.aborted) return respond(leavingAnswer)
  return respond(readyAnswer(await checkReadiness(currentSurface())))
}

/** Whether the process runs; asks nothing of the database. */
export const answerLive = (): Response => respond(liveAnswer)

function respond({ status, body }: ProbeAnswer): Response {
  const headers = { 'cache-control': 'no-store' }
  return Response.json({ ...body, surface: currentSurface() }, { status, headers })
}
