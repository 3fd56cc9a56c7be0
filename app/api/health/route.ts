import { answerHealth } from '~/app/_server/health'

/** 200 when the site can serve, else 503. */
export async function GET(): Promise<Response> {
  return answerHealth()
}
