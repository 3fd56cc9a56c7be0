import { answerReady } from '~/app/_server/health'

/** 200 when a load balancer may send requests here, else 503 with the check that fails. */
export async function GET(): Promise<Response> {
  return answerReady()
}
