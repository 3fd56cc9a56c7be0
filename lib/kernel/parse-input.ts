import type { z } from 'zod'
import { DomainError } from './errors'
import { findUnstorableText } from './text/unstorable-text'

/**
 * The input as `schema` describes it; every action, route and operation of the API reads its input with it.
 *
 * @throws DomainError `invalid_input` with the path of the first field that is wrong or unknown, and the reason
 */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const unstorable = findUnstorableText(raw)
  if (unstorable) throw invalid(unstorable, 'characters')
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  if (!issue) throw invalid([], 'invalid')
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  // A schema may name its own reason (`message: 'siren_checksum'`), translated under errors.reason.
  throw invalid([...issue.path, ...unknown], /^[a-z_]+$/.test(issue.message) ? issue.message : issue.code)
}

function invalid(path: readonly PropertyKey[], reason: string): DomainError {
  const field = path.map(String).join('.')
  return new DomainError('invalid_input', { ...(field ? { field } : {}), params: { reason } })
}
