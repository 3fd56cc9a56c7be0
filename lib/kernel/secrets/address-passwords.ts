/** Scheme, user and password, hosts (several, or none where the query has a socket), the rest. */
const form = /^(postgres(?:ql)?:\/\/)(?:([^/?#]*)@)?([^/?#]*)(.*)$/s

type Parts = { url: URL; hosts: string }

function partsOf(address: string): Parts | null {
  const [, scheme, credentials = '', hosts = '', rest = ''] = form.exec(address) ?? []
  // The URL parser needs exactly one host.
  const [first = ''] = hosts.split(',')
  const single = `${scheme}${credentials && `${credentials}@`}${first || 'localhost'}${rest}`
  return scheme && URL.canParse(single) ? { url: new URL(single), hosts } : null
}

/**
 * Returns the problem of a database address without quoting it; null for a good one. Of several hosts the two drivers
 * would each choose in their own way, or fail: one address must lead to the primary.
 */
export function faultOfAddress(address: string): string | null {
  const parts = partsOf(address)
  if (!parts)
    return 'is not of the form postgres://user:password@host:port/database (within a password / is written %2F, ? %3F, # %23)'
  const { username, password, pathname, searchParams } = parts.url
  // The driver cannot parse it.
  if (username && !parts.hosts) return 'names no host'
  if ([parts.hosts, searchParams.getAll('host').join(',')].some((each) => each.includes(',')))
    return 'names several hosts; set one address that always leads to the primary, such as a proxy, a virtual address or a service'
  try {
    for (const part of [username, parts.hosts, pathname, password]) decodeURIComponent(part)
    return null
  } catch {
    return 'holds a % that begins no encoded character; a % of its own is written %25'
  }
}

/** The passwords in a valid database address, before its host and in its query. */
export function passwordsIn(address: string): string[] {
  const { url } = partsOf(address) ?? {}
  return url ? [decodeURIComponent(url.password), ...url.searchParams.getAll('password')].filter(Boolean) : []
}

/** The user in a valid database address; empty without one. */
export function userIn(address: string): string {
  const { url } = partsOf(address) ?? {}
  return url ? decodeURIComponent(url.username) : ''
}
