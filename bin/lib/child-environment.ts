import type { VariableName } from '../../lib/kernel/configuration/variables.ts'

const ofOthers = [
  'PATH',
  'HOME',
  'LANG',
  'TMPDIR',
  'NODE_EXTRA_CA_CERTS',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
]
const ofOurs: VariableName[] = [
  'LOG_LEVEL',
  'METRICS_HOST',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_TRACES_SAMPLER_ARG',
  'TRUSTED_PROXY',
  'COMPANY_DIRECTORY',
  'COMPANY_DIRECTORY_URL',
  'BUYER_DIRECTORY',
  'BUYER_DIRECTORY_URL',
  'BUYER_DIRECTORY_TOKEN_URL',
  'BUYER_DIRECTORY_CLIENT_ID',
  'BUYER_DIRECTORY_CLIENT_SECRET',
  'DATABASE_POOL_SIZE',
  'WORKER_JOBS',
  'WORKER_SAGAS',
  'WORKER_SAGAS_PER_ORGANISATION',
  'MANAGEMENT_RANGES',
  'ANDROMEDE_TESTING',
  'RATE_LIMIT_FACTOR',
]

/**
 * The environment of a child process: a short list of our variables, and explicitly given ones. Children must not
 * see secrets of the shell that started Andromède.
 */
export function childEnvironment(own: Record<string, string | undefined>): NodeJS.ProcessEnv {
  const env: Record<string, string> = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', TZ: 'UTC' }
  for (const name of [...ofOthers, ...ofOurs]) {
    const value = process.env[name]
    if (value !== undefined) env[name] = value
  }
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined) env[name] = value
  }
  return env as NodeJS.ProcessEnv
}
