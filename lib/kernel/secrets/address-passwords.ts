import { StartRefusal } from '../process/start-refusal.ts'

/** Scheme, user and password, hosts (several, or none where the query has a socket), the rest. */
const form = /^(postgres(?:ql)?:\/\/)(?:([^/?#]*)@)?([^/?#]*)(.*)$/s

/**
 * Returns the passwords in a database address, before its host and in its query; none for the empty text. Of several
 * hosts the two drivers would each choose in their own way, or fail: one address must lead to the primary.
 *
 * @throws StartRefusal in one line with the variable's name and never its value
 */
export function passwordsIn(name: string, address: string): string[] {
  if (!address) return []
  const [, scheme, credentials = '', hosts = '', rest = ''] = form.exec(address) ?? []
  // The URL parser needs exactly one host.
  const [first = ''] = hosts.split(',')
  const single = `${scheme}${credentials && `${credentials}@`}${first || 'localhost'}${rest}`
  if (!scheme || !URL.canParse(single))
    throw new StartRefusal(
      `${name} is not of the form postgres://user:password@host:port/database (within a password / is written %2F, ? %3F, # %23)`,
    )
  const { username, password, pathname, searchParams } = new URL(single)
  if ([hosts, searchParams.getAll('host').join(',')].some((each) => each.includes(',')))
    throw new StartRefusal(
      `${name} names several hosts; set one address that always leads to the primary, such as a proxy, a virtual address or a service`,
    )
  try {
    for (const part of [username, hosts, pathname]) decodeURIComponent(part)
    return [decodeURIComponent(password), ...searchParams.getAll('password')].filter(Boolean)
  } catch {
    throw new StartRefusal(
      `${name} holds a % that begins no encoded character; a % of its own is written %25`,
    )
  }
}
