import { Resolver } from 'node:dns/promises'

const timeoutMs = 2_000
/** Answers that say that the name has no address. */
const nothing: readonly (string | undefined)[] = ['ENOTFOUND', 'ENODATA']

/** Resolves a name of the internet with this resolver only; null when the resolver does not answer. */
export async function resolveHost(resolver: string, name: string): Promise<string[] | null> {
  const client = new Resolver({ timeout: timeoutMs, tries: 1 })
  client.setServers([resolver])
  try {
    return (await client.resolve4(name)).sort()
  } catch (error) {
    return nothing.includes((error as NodeJS.ErrnoException).code) ? [] : null
  }
}
