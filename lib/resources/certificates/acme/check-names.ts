import { Resolver } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { AcmeError } from './acme-error'

const timeoutMs = 2_000
/** Answers that say that the name has no address. */
const nothing: readonly (string | undefined)[] = ['ENOTFOUND', 'ENODATA']

/** Not shown to customers: the resolver may know names of the operator's own network. */
const inside = new BlockList()
for (const [prefix, length] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  inside.addSubnet(prefix, length, 'ipv4')
for (const [prefix, length] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  inside.addSubnet(prefix, length, 'ipv6')

/** The name with where it leads, as far as the internet may know. */
function shownAs(name: string, addresses: readonly string[]): string {
  const shown = addresses.filter((each) => !inside.check(each, isIP(each) === 6 ? 'ipv6' : 'ipv4'))
  return shown.length === 0 ? name : `${name}: ${shown.slice(0, 4).join(', ')}`
}

/** Where a name leads; null when no resolver answers. */
export type ResolveName = (name: string) => Promise<{ v4: string[]; v6: string[] } | null>

/** By this resolver, or by those of the machine. */
export function nameResolver(resolver: string | null): ResolveName {
  return async (name) => {
    const client = new Resolver({ timeout: timeoutMs, tries: 1 })
    if (resolver) client.setServers([resolver])
    const ask = (found: Promise<string[]>) =>
      found.catch((error: unknown) => (nothing.includes((error as NodeJS.ErrnoException).code) ? [] : null))
    const [v4, v6] = await Promise.all([ask(client.resolve4(name)), ask(client.resolve6(name))])
    return v4 === null || v6 === null ? null : { v4, v6 }
  }
}

/**
 * Checks that each name leads to the address of the balancer, and nowhere else: the directory tries any address, IPv6
 * first. @throws AcmeError for the first that does not
 */
export async function requireNamesLeadTo(
  address: string,
  names: readonly string[],
  resolve: ResolveName,
): Promise<void> {
  const found = await Promise.all(names.map(async (name) => ({ name, to: await resolve(name) })))
  for (const { name, to } of found) {
    if (to === null) throw new AcmeError('resolver_silent', name)
    const elsewhere = to.v4.filter((each) => each !== address)
    if (elsewhere.length > 0) throw new AcmeError('name_elsewhere', shownAs(name, elsewhere))
    if (to.v4.length === 0) throw new AcmeError('name_nowhere', name)
    if (to.v6.length > 0) throw new AcmeError('name_ipv6', shownAs(name, to.v6))
  }
}
