import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { invariant, unreachable } from '~/lib/kernel/errors'
import type {
  BalancerAlgorithm,
  BalancerListener,
  BalancerPool,
  BalancerServer,
  BalancerSpec,
} from '../port/balancer'
import { hypervisorName, resourceIdOf } from '../port/names'

/** Where the files of a balancer are in its containers. */
export const balancerPaths = {
  configuration: '/etc/haproxy/haproxy.cfg',
  certificates: '/etc/haproxy/certificates',
  socket: '/run/haproxy/admin.sock',
} as const

type Configured = Pick<BalancerSpec, 'listeners' | 'pool' | 'servers' | 'challengeThumbprint'> &
  // keepalived's, which is configured together with HAProxy.
  Partial<Pick<BalancerSpec, 'sharedAddress'>>
type Mode = 'tcp' | 'http'

/** The name of the backend of a mode: `set server pool_http/ins-… state drain`. */
export const backendName = (mode: Mode) => `pool_${mode}`

/** The modes of a balancer's listeners: each has a backend of its own with the same servers. Pure. */
export function modesOf(listeners: readonly BalancerListener[]): Mode[] {
  const asked = new Set(listeners.map(modeOf))
  return (['tcp', 'http'] as const).filter((mode) => asked.has(mode))
}

/**
 * HAProxy's configuration for a balancer. Only numbers, addresses, names derived from ids, and the encoded path of the
 * check are put into it, so that nothing that a customer types can add a directive. Pure.
 */
export function configurationOf(balancer: Configured): string {
  const { listeners, pool, servers, challengeThumbprint } = balancer
  const sections = [
    [...global, `  description ${digestOf(balancer)}`],
    defaults,
    ...listeners.map((listener) => frontend(listener, challengeThumbprint)),
    ...modesOf(listeners).map((mode) => backend(mode, pool, servers)),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/**
 * Identifies the configuration with its certificates: HAProxy tells it as its description. Draining is left out: it goes
 * through the runtime socket, and after a new configuration open connections could not be counted. Pure.
 */
export function digestOf({
  listeners,
  pool,
  servers,
  sharedAddress,
  challengeThumbprint,
}: Configured): string {
  const places = servers.map(({ instanceId, address }) => ({ instanceId, address }))
  const all = { listeners, pool, servers: places, sharedAddress, challengeThumbprint }
  return createHash('sha256').update(JSON.stringify(all)).digest('hex')
}

/** The certificates of a balancer, by the path of their file. Pure. */
export function certificatesOf(listeners: readonly BalancerListener[]): { path: string; content: string }[] {
  return listeners.flatMap((listener) =>
    listener.protocol === 'https' && listener.certificate !== null
      ? [{ path: certificatePath(listener), content: listener.certificate }]
      : [],
  )
}

const global = [
  'global',
  '  maxconn 8192',
  // A container with fewer files open serves fewer connections instead of none.
  '  no strict-limits',
  '  user haproxy',
  '  group haproxy',
  `  stats socket ${balancerPaths.socket} mode 600 level admin`,
  '  stats timeout 10s',
  '  hard-stop-after 10m',
  '  ssl-default-bind-options ssl-min-ver TLSv1.2',
]

/** A connection that a server refuses is tried on another one: a server that stops loses no request. */
const defaults = [
  'defaults',
  '  timeout connect 3s',
  '  timeout client 60s',
  '  timeout server 60s',
  '  timeout tunnel 1h',
  '  timeout http-request 15s',
  '  timeout http-keep-alive 15s',
  '  timeout queue 15s',
  '  retries 3',
  '  option redispatch 1',
  '  option dontlognull',
]

function frontend(listener: BalancerListener, thumbprint: string | undefined): string[] {
  const port = portOf(listener.port)
  const mode = modeOf(listener)
  const tls = listener.protocol === 'https' ? ` ssl crt ${certificatePath(listener)} alpn h2,http/1.1` : ''
  const lines = [`frontend listener_${port}`, `  mode ${mode}`, `  bind :${port}${tls}`]
  if (mode === 'http') {
    lines.push(
      '  option forwardfor',
      `  http-request set-header X-Forwarded-Proto ${listener.protocol}`,
      `  http-request set-header X-Forwarded-Port ${port}`,
    )
  }
  if (thumbprint !== undefined && listener.protocol === 'http' && port === 80)
    lines.push(...challengeAnswer(thumbprint))
  if (listener.redirectsToHttps) lines.push('  http-request redirect scheme https code 301')
  return [...lines, `  default_backend ${backendName(mode)}`]
}

/**
 * The answer to a challenge is its token, which the address has, and the account's thumbprint: nothing is stored for it.
 * Before a redirect: the authority asks on port 80.
 */
function challengeAnswer(thumbprint: string): string[] {
  invariant(/^[A-Za-z0-9_-]{43}$/.test(thumbprint), 'a thumbprint is a SHA-256 in base64url')
  return [
    '  acl is_challenge path_reg ^/[.]well-known/acme-challenge/[A-Za-z0-9_-]+$',
    `  http-request return status 200 content-type text/plain lf-string "%[path,field(4,/)].${thumbprint}" if is_challenge`,
  ]
}

function backend(mode: Mode, pool: BalancerPool, servers: readonly BalancerServer[]): string[] {
  const { check } = pool
  const lines = [`backend ${backendName(mode)}`, `  mode ${mode}`, `  balance ${balanceOf(pool.algorithm)}`]
  if (check.protocol === 'http') {
    lines.push(
      '  option httpchk',
      `  http-check send meth GET uri ${encodedPath(check.path)} ver HTTP/1.1 hdr Host health-check`,
      '  http-check expect status 200-399',
    )
  }
  if (mode === 'http') lines.push('  retry-on conn-failure empty-response')
  if (pool.isSticky && mode === 'http')
    lines.push('  cookie ANDROMEDE_SERVER insert indirect nocache httponly')
  if (pool.isSticky && mode === 'tcp')
    lines.push('  stick-table type ip size 100k expire 30m', '  stick on src')
  const [inter, rise, fall] = [whole(check.intervalSeconds), whole(check.rise), whole(check.fall)]
  lines.push(`  default-server check inter ${inter}s fastinter 1s rise ${rise} fall ${fall}`)
  const port = portOf(pool.serverPort)
  for (const { instanceId, address, isDraining } of servers) {
    const name = serverName(instanceId)
    const cookie = pool.isSticky && mode === 'http' ? ` cookie ${cookieOf(name)}` : ''
    lines.push(`  server ${name} ${hostOf(address)}:${port}${cookie}${isDraining ? ' disabled' : ''}`)
  }
  return lines
}

const modeOf = ({ protocol }: BalancerListener): Mode => (protocol === 'tcp' ? 'tcp' : 'http')
const certificatePath = ({ port }: BalancerListener) => `${balancerPaths.certificates}/${portOf(port)}.pem`

function balanceOf(algorithm: BalancerAlgorithm): string {
  switch (algorithm) {
    case 'round_robin':
      return 'roundrobin'
    case 'least_connections':
      return 'leastconn'
    case 'source':
      return 'source'
    default:
      return unreachable(algorithm)
  }
}

/** Every character that HAProxy could read as a separator, quote, comment or variable is percent-encoded. */
function encodedPath(path: string | null): string {
  const bytes = Buffer.from(path?.startsWith('/') ? path : `/${path ?? ''}`)
  const plain = /[A-Za-z0-9/._~=&?+:@,-]/
  return [...bytes]
    .map((byte, at) => {
      const text = String.fromCharCode(byte)
      const isEscape = text === '%' && /^[0-9A-Fa-f]{2}$/.test(bytes.toString('latin1', at + 1, at + 3))
      return plain.test(text) || isEscape ? text : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
}

/** Tells a client's servers apart without showing their ids. */
const cookieOf = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 12)

function serverName(instanceId: string): string {
  const name = hypervisorName(instanceId)
  invariant(resourceIdOf(name) === instanceId, `${instanceId} is the id of a server`)
  return name
}

function hostOf(address: string): string {
  const family = isIP(address)
  invariant(family !== 0 && !address.includes('%'), `${address} is an address`)
  return family === 6 ? `[${address}]` : address
}

function portOf(port: number): number {
  invariant(Number.isInteger(port) && port >= 1 && port <= 65_535, `${port} is a port`)
  return port
}

function whole(value: number): number {
  invariant(Number.isInteger(value) && value >= 1 && value <= 3_600, `${value} is a bounded whole number`)
  return value
}
