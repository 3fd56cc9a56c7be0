import { adminName } from './cluster.ts'
import { findFreePort, portState } from './free-port.ts'
import { StartRefusal } from './refusal.ts'
import { type Postmaster, type PostmasterOptions, runPostmaster } from './server.ts'

export type EmbeddedPostgres = {
  /** Superuser, database `postgres`. */
  adminUrl: string
  port: number
  /** Folder of the Unix socket; null when the server has none. */
  socketFolder: string | null
  stop(): Promise<void>
}

type Running = { port: number; postmaster: Postmaster; socketFolder: string | null }

/** Run the server on `preferred` if that port is free, otherwise on another port of 127.0.0.1. */
export async function runOnSomePort(
  options: Omit<PostmasterOptions, 'port' | 'log'> & { log?: PostmasterOptions['log'] | undefined },
  preferred?: number,
): Promise<Running> {
  const { log = () => {}, ...others } = options
  for (let tries = 0; tries < 8; tries += 1) {
    const isWanted =
      tries === 0 && preferred !== undefined && (await portState(preferred, '127.0.0.1')) === 'free'
    const port = isWanted ? preferred : await findFreePort()
    const started = await runPostmaster({ ...others, log, port })
    if (started.outcome === 'ready') return { ...started, port }
  }
  throw new StartRefusal('The embedded PostgreSQL found no free port on 127.0.0.1.')
}

export function handleOf(server: Running, password: string, stop: () => Promise<void>): EmbeddedPostgres {
  const adminUrl = `postgres://${adminName}:${password}@127.0.0.1:${server.port}/postgres`
  const { port, socketFolder } = server
  return { adminUrl, port, socketFolder, stop }
}
