import 'server-only'
import { headers } from 'next/headers'
import { safePath } from '~/lib/routes/safe-path'

/** The path and query of this request, as proxy.ts saw them: where to go on after signing in. */
export async function requestedPath(): Promise<string | undefined> {
  return safePath((await headers()).get('x-requested-path')) ?? undefined
}
