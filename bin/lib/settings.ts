import { availableParallelism, hostname } from 'node:os'
import path from 'node:path'
import { StartRefusal } from '../../db/embedded/index.ts'
import { isLoopback } from '../../lib/kernel/net/loopback.ts'
import { passwordsIn } from '../../lib/kernel/secrets/address-passwords.ts'

/** All settings of `npm start` and `npm run dev`, read once from the environment and the command line. */
export type Settings = {
  host: string
  port: number
  operatorPort: number
  /** Port of the console gateway. */
  consolePort: number
  /** Number of processes of the portal. */
  portalProcesses: number
  portalUrl: string
  operatorUrl: string
  consoleUrl: string
  dataDir: string
  distDir: string
  /** The operator's own server; omitted, the embedded one is used. */
  databaseUrl: string | undefined
  seedDemonstration: boolean
  incusSocket: string | undefined
  smtp: Record<string, string>
  /** The first of the ports on which the processes answer metrics; absent: nowhere. */
  metricsPort: number | undefined
}

/** `smtps://user:password@host:465` or `smtp://host:25`, and the sender of mails. */
const smtpNames = ['SMTP_URL', 'SMTP_FROM']

/** The default folders of `npm start`. */
const standardFolders = { dataDir: '.data', distDir: '.next' }

/** @throws StartRefusal naming the invalid variable. */
export function readSettings(
  env: NodeJS.ProcessEnv,
  args: readonly string[],
  root: string,
  folders: Pick<Settings, 'dataDir' | 'distDir'> = standardFolders,
): Settings {
  const unknown = args.find((arg) => arg !== '--demo')
  if (unknown !== undefined) throw new StartRefusal(`Unknown option ${unknown}; the only one is --demo.`)
  const host = env.HOST || '127.0.0.1'
  const port = readPort(env.PORT, 'PORT', 3000)
  const operatorPort = readPort(env.OPERATOR_PORT, 'OPERATOR_PORT', 3001)
  const consolePort = readPort(env.CONSOLE_PORT, 'CONSOLE_PORT', 3002)
  refuseSame({ PORT: port, OPERATOR_PORT: operatorPort, CONSOLE_PORT: consolePort })
  const metricsPort = env.METRICS_PORT ? readPort(env.METRICS_PORT, 'METRICS_PORT', 0) : undefined
  const databaseUrl = env.DATABASE_URL || undefined
  if (databaseUrl !== undefined) checkDatabaseUrl(databaseUrl)
  const portalUrl = readAddress(env.PORTAL_URL, 'PORTAL_URL') ?? localAddress(host, port)
  const operatorUrl = readAddress(env.OPERATOR_URL, 'OPERATOR_URL') ?? localAddress(host, operatorPort)
  if (databaseUrl === undefined && !env.SMTP_URL)
    refuseOpenMailbox({ HOST: host, PORTAL_URL: portalUrl, OPERATOR_URL: operatorUrl })
  return {
    host,
    port,
    operatorPort,
    consolePort,
    metricsPort,
    portalProcesses: readCount(env.PORTAL_PROCESSES, 'PORTAL_PROCESSES', standardPortalProcesses()),
    portalUrl,
    operatorUrl,
    consoleUrl: readAddress(env.CONSOLE_URL, 'CONSOLE_URL') ?? localAddress(host, consolePort),
    dataDir: path.resolve(root, env.DATA_DIR || folders.dataDir),
    distDir: env.NEXT_DIST_DIR || folders.distDir,
    databaseUrl,
    seedDemonstration: databaseUrl === undefined || args.includes('--demo'),
    incusSocket: env.INCUS_SOCKET ? path.resolve(root, env.INCUS_SOCKET) : undefined,
    smtp: Object.fromEntries(smtpNames.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
  }
}

/** Without a mail server the sites show all mail, including links to set a password, to every caller. */
function refuseOpenMailbox(places: Record<string, string>): void {
  for (const [name, place] of Object.entries(places)) {
    if (isLoopback(URL.canParse(place) ? new URL(place).hostname : place)) continue
    throw new StartRefusal(
      `${name}=${place} lets others reach the sites, and without SMTP_URL their mailbox page shows everybody all mail; give SMTP_URL, or leave ${name} on this machine.`,
    )
  }
}

function readPort(text: string | undefined, name: string, standard: number): number {
  if (text === undefined || text === '') return standard
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new StartRefusal(`${name}=${text} is not a port: give a number from 1 to 65535.`)
  }
  return port
}

function refuseSame(ports: Record<string, number>): void {
  for (const [name, port] of Object.entries(ports)) {
    const other = Object.keys(ports).find((each) => each < name && ports[each] === port)
    if (other) throw new StartRefusal(`${name} and ${other} are both ${port}; they must differ.`)
  }
}

/** One per core, up to a limit that keeps database connections few. */
export function standardPortalProcesses(): number {
  return Math.min(availableParallelism(), 4)
}

function readCount(text: string | undefined, name: string, standard: number): number {
  if (text === undefined || text === '') return standard
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 32) {
    throw new StartRefusal(`${name}=${text} is not a number from 1 to 32.`)
  }
  return count
}

function readAddress(text: string | undefined, name: string): string | undefined {
  if (!text) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/') {
    throw new StartRefusal(`${name}=${text} is not an address of the form https://name or http://name:port.`)
  }
  return url.origin
}

/** The local address of one of our processes. */
export function localAddress(host: string, port: number): string {
  if (['127.0.0.1', '::1', 'localhost'].includes(host)) return `http://localhost:${port}`
  const isEverything = host === '0.0.0.0' || host === '::'
  const name = isEverything ? hostname() : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

function checkDatabaseUrl(text: string): void {
  // The text may contain a password, so it is never repeated. Which password is not restricted here.
  passwordsIn('DATABASE_URL', text)
  if (!URL.canParse(text))
    throw new StartRefusal('DATABASE_URL is not of the form postgres://user:password@host:5432/postgres.')
}
