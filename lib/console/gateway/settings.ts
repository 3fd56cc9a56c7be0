export type GatewaySettings = {
  host: string
  port: number
  portalOrigin: string
  isProxyTrusted: boolean
  simulatorDatabaseUrl: string | undefined
  incusSocket: string | undefined
}

/** @throws Error naming what is missing or wrong. */
export function readGatewaySettings(env: NodeJS.ProcessEnv): GatewaySettings {
  if (!env.DATABASE_URL) throw new Error('DATABASE_URL is not set')
  if (!env.PORTAL_URL) throw new Error('PORTAL_URL is not set')
  const port = Number(env.CONSOLE_PORT)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`CONSOLE_PORT=${env.CONSOLE_PORT} is not a port`)
  return {
    host: env.HOST || '127.0.0.1',
    port,
    portalOrigin: new URL(env.PORTAL_URL).origin,
    isProxyTrusted: env.TRUSTED_PROXY === '1',
    simulatorDatabaseUrl: env.SIMULATOR_DATABASE_URL || undefined,
    incusSocket: env.INCUS_SOCKET || undefined,
  }
}
