import { availableParallelism, hostname } from 'node:os'
import path from 'node:path'
import { StartRefusal } from '../../db/embedded/index.ts'
import { readSet, readVariable } from '../../lib/kernel/configuration/read.ts'

/** All settings of `npm start` and `npm run dev`, read once from the environment and the command line. */
export type Settings = {
  host: string
  port: number
  operatorPort: number
  /** Port of the console gateway. */
  consolePort: number
  apiPort: number
  /** Number of processes of the portal. */
  portalProcesses: number
  portalUrl: string
  operatorUrl: string
  consoleUrl: string
  apiUrl: string
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

const smtpNames = ['SMTP_URL', 'SMTP_FROM'] as const

/** The default folders of `npm start`. */
const standardFolders = { dataDir: '.data', distDir: '.next' }

/**
 * The settings of an environment that was checked.
 *
 * @throws StartRefusal naming an unknown option
 */
export function readSettings(
  args: readonly string[],
  root: string,
  folders: Pick<Settings, 'dataDir' | 'distDir'> = standardFolders,
): Settings {
  const unknown = args.find((arg) => arg !== '--demo')
  if (unknown !== undefined) throw new StartRefusal(`Unknown option ${unknown}; the only one is --demo.`)
  const host = readVariable('HOST')
  const port = Number(readVariable('PORT'))
  const operatorPort = Number(readVariable('OPERATOR_PORT'))
  const consolePort = Number(readVariable('CONSOLE_PORT'))
  const apiPort = Number(readVariable('API_PORT'))
  const metricsPort = readVariable('METRICS_PORT')
  const databaseUrl = readVariable('DATABASE_URL')
  const incusSocket = readVariable('INCUS_SOCKET')
  return {
    host,
    port,
    operatorPort,
    consolePort,
    apiPort,
    metricsPort: metricsPort ? Number(metricsPort) : undefined,
    portalProcesses: Number(readVariable('PORTAL_PROCESSES') ?? standardPortalProcesses()),
    portalUrl: readOrigin('PORTAL_URL') ?? localAddress(host, port),
    operatorUrl: readOrigin('OPERATOR_URL') ?? localAddress(host, operatorPort),
    consoleUrl: readOrigin('CONSOLE_URL') ?? localAddress(host, consolePort),
    apiUrl: readOrigin('API_URL') ?? localAddress(host, apiPort),
    dataDir: path.resolve(root, readVariable('DATA_DIR') ?? folders.dataDir),
    distDir: readSet('NEXT_DIST_DIR') ?? folders.distDir,
    databaseUrl,
    seedDemonstration: databaseUrl === undefined || args.includes('--demo'),
    incusSocket: incusSocket && path.resolve(root, incusSocket),
    smtp: Object.fromEntries(
      smtpNames.flatMap((name) => {
        const value = readSet(name)
        return value ? [[name, value]] : []
      }),
    ),
  }
}

const readOrigin = (name: 'PORTAL_URL' | 'OPERATOR_URL' | 'CONSOLE_URL' | 'API_URL') => {
  const address = readVariable(name)
  return address && new URL(address).origin
}

/** One per core, up to a limit that keeps database connections few. */
export function standardPortalProcesses(): number {
  return Math.min(availableParallelism(), 4)
}

/** The local address of one of our processes. */
export function localAddress(host: string, port: number): string {
  if (['127.0.0.1', '::1', 'localhost'].includes(host)) return `http://localhost:${port}`
  const isEverything = host === '0.0.0.0' || host === '::'
  const name = isEverything ? hostname() : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}
