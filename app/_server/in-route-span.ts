import 'server-only'
import { currentScope } from '~/lib/kernel/request-scope'
import { inChildSpan } from '~/lib/kernel/tracing/tracer'

/** Runs the use case of a route in a span of its own, below that of the request. */
export function inRouteSpan<T>(run: () => Promise<T>): Promise<T> {
  return inChildSpan(`route ${currentScope()?.route ?? 'unknown'}`, {}, run)
}
