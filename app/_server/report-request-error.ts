import type { Instrumentation } from 'next'
import { log as usual } from '~/lib/kernel/log'
import { currentScope } from '~/lib/kernel/request-scope'

type Reported = Parameters<Instrumentation.onRequestError>

/**
 * Writes an error that no page or action handled, with the digest that the user sees as its reference. The path itself
 * is not written: it may hold a token.
 */
export function reportRequestError(
  error: Reported[0],
  request: Pick<Reported[1], 'method' | 'headers'>,
  context: Pick<Reported[2], 'routePath' | 'routeType'>,
  log: Pick<typeof usual, 'error'> = usual,
): void {
  const given = request.headers['x-request-id']
  log.error(
    {
      ...(currentScope() === undefined && typeof given === 'string' ? { requestId: given } : {}),
      digest: digestOf(error),
      method: request.method,
      routePath: context.routePath,
      routeType: context.routeType,
      err: error,
    },
    'a request failed',
  )
}

function digestOf(error: unknown): string | undefined {
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? error.digest : undefined
  return typeof digest === 'string' ? digest : undefined
}
