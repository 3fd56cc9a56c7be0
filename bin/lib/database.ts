import postgres from 'postgres'
import { StartRefusal } from '../../db/embedded/index.ts'
import { bundleAndromede } from './bundle-andromede.ts'
import { childEnvironment } from './child-environment.ts'
import { explainConnection } from './explain-connection.ts'
import { roleUrls } from './roles.ts'
import { runCommand } from './run-command.ts'
import type { Secrets } from './secrets.ts'

/** Check that the server of DATABASE_URL is usable. @throws StartRefusal in one line, without the password. */
export async function checkServer(adminUrl: string): Promise<void> {
  const { hostname, port } = new URL(adminUrl)
  const place = `${hostname}:${port || 5432}`
  const sql = postgres(adminUrl, { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    const [server] = await sql<{ version: number; may: boolean }[]>`
      select current_setting('server_version_num')::int as version, (rolsuper or (rolcreaterole and rolcreatedb)) as may
      from pg_roles where rolname = current_user`
    if ((server?.version ?? 0) < 160_000)
      throw new StartRefusal(`DATABASE_URL (${place}) is an older PostgreSQL than 16.`)
    if (!server?.may) {
      throw new StartRefusal(
        `DATABASE_URL (${place}): its user must be allowed to create roles and databases.`,
      )
    }
  } catch (error) {
    if (error instanceof StartRefusal) throw error
    throw new StartRefusal(
      `DATABASE_URL (${place}) cannot be used: ${explainConnection(error) ?? (error as Error).message}.`,
    )
  } finally {
    await sql.end({ timeout: 2 })
  }
}

export type PreparationOptions = {
  adminUrl: string
  secrets: Secrets
  dataDir: string
  isEmbedded: boolean
  smtp: Record<string, string>
  portalUrl: string
  operatorUrl: string
  incusSocket?: string | undefined
  /** For an embedded cluster: see `placeOf`. */
  databasePlace?: string | undefined
  log: (line: string) => void
  signal?: AbortSignal | undefined
}

let bundled: Promise<string> | undefined

/** Run one command of `bin/andromede.ts` with all credentials; returns its standard output. */
export async function runAndromede(
  what: string,
  args: readonly string[],
  options: PreparationOptions,
): Promise<string> {
  const urls = roleUrls(options.adminUrl, options.secrets.rolePasswords)
  const env = childEnvironment({
    ADMIN_DATABASE_URL: options.adminUrl,
    ROLE_PASSWORDS: JSON.stringify(options.secrets.rolePasswords),
    DATABASE_URL: urls.andromede_worker,
    PORTAL_DATABASE_URL: urls.andromede_portal,
    API_DATABASE_URL: urls.andromede_api,
    OPERATOR_DATABASE_URL: urls.andromede_operator,
    QUEUE_DATABASE_URL: urls.andromede_queue,
    SIMULATOR_DATABASE_URL: urls.andromede_simulator,
    MIGRATOR_DATABASE_URL: urls.andromede_migrator,
    ENCRYPTION_KEY: options.secrets.encryptionKey,
    ENCRYPTION_KEY_NEXT: options.secrets.nextEncryptionKey,
    ENCRYPTION_KEY_PREVIOUS: options.secrets.previousEncryptionKey,
    PORTAL_URL: options.portalUrl,
    OPERATOR_URL: options.operatorUrl,
    DATA_DIR: options.dataDir,
    INCUS_SOCKET: options.incusSocket,
    EMBEDDED: options.isEmbedded ? '1' : undefined,
    DATABASE_PLACE: options.databasePlace,
    ...options.smtp,
  })
  bundled ??= bundleAndromede()
  return runCommand(what, [await bundled, ...args], {
    env,
    log: options.log,
    signal: options.signal,
  })
}
