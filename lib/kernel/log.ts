import pino from 'pino'

/** Secrets, cookies and SQL parameters never reach a log line. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: { process: process.env.SURFACE ?? process.env.PROCESS_NAME ?? 'worker' },
  redact: {
    paths: [
      'password',
      '*.password',
      'token',
      '*.token',
      'secret',
      '*.secret',
      'cookie',
      '*.cookie',
      'req.headers',
    ],
    censor: '[redacted]',
  },
  serializers: { err: describeError },
})

/** Converts an error to log fields, without the statement parameters in the message of database errors. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const isQueryError = error.name === 'DrizzleQueryError' || error.message.startsWith('Failed query')
  return {
    name: error.name,
    message: isQueryError ? 'query failed' : error.message,
    stack: isQueryError ? undefined : error.stack,
    cause: error.cause === undefined ? undefined : describeError(error.cause),
    code: (error as { code?: unknown }).code,
  }
}
