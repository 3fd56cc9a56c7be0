import { Resolver } from 'node:dns/promises'
import type { IpFamily } from '~/lib/kernel/net/cidr'

const timeoutMs = 2_000
/** Answers that say that the name has no address. */
const nothing: readonly (string | undefined)[] = ['ENOTFOUND', 'ENODATA']

/** The addresses of a name of the internet by this resolver only; null when the resolver does not answer. */
export async function resolveHost(
  resolver: string,
  name: string,
  family: IpFamily,
): Promise<string[] | null> {
  const client = new Resolver({ timeout: timeoutMs, tries: 1 })
  client.setServers([resolver])
  try {
    return (await (family === 6 ? client.resolve6(name) : client.resolve4(name))).sort()
  } catch (error) {
    return nothing.includes((error as NodeJS.ErrnoException).code) ? [] : null
  }
}
