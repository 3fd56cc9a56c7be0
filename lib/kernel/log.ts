import pino from 'pino'
import { readVariable, readVariableSafely } from './configuration/read.ts'
import { redactKeys, redactText } from './redact'
import { currentScope } from './request-scope'
import { currentTraceId } from './tracing/tracer'

/**
 * One line of JSON per event, with the request, job, saga or sweeper that it belongs to. Secrets, cookies and SQL
 * parameters never reach a line: they are removed by their keys, and from every text by their form.
 */
export function openLog(
  destination?: pino.DestinationStream,
  level = readVariableSafely('LOG_LEVEL'),
): pino.Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { process: readVariable('SURFACE') ?? readVariable('PROCESS_NAME') ?? 'worker' },
    mixin: () => ({ ...currentScope(), trace_id: currentTraceId() }),
    formatters: { log: redactKeys },
    serializers: { err: describeError },
    hooks: { streamWrite: redactText },
  }
  return destination ? pino(options, destination) : pino(options)
}

export const log = openLog()

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
