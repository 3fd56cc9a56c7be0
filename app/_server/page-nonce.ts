import 'server-only'
import { headers } from 'next/headers'

/** The nonce of this page's content security policy, for code that creates its own style elements. */
export async function pageNonce(): Promise<string | undefined> {
  const policy = (await headers()).get('content-security-policy')
  return policy?.match(/'nonce-([^']+)'/)?.[1]
}
