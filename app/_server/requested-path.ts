import 'server-only'
import { headers } from 'next/headers'
import { safePath } from '~/lib/routes/safe-path'

/** The path and query of this request, as seen by proxy.ts: the target after sign-in. */
export async function requestedPath(): Promise<string | undefined> {
  return safePath((await headers()).get('x-requested-path')) ?? undefined
}
