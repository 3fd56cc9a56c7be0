import { connection } from 'next/server'
import { answerLive } from '~/app/_server/health'

/** 200 while this process runs, also without its database. */
export async function GET(): Promise<Response> {
  // Not answered by the build.
  await connection()
  return answerLive()
}
