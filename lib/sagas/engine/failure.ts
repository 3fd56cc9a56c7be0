import { DriverError } from '~/lib/hypervisors'
import { DomainError } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'

/** A failed attempt, as its step keeps it. `text` is the hypervisor's own words, for staff. */
export type StepFailure = {
  code: string
  params: Record<string, string>
  text: string
  retryable: boolean
}

/**
 * What a step's error means. A hypervisor's says itself whether it may pass; a refusal by our own rules is
 * final; anything else (a lost connection, a bug) may pass, and its message stays in the log.
 */
export function classifyFailure(error: unknown): StepFailure {
  if (error instanceof DriverError) {
    return { code: error.code, params: { ...error.params }, text: error.rawText, retryable: error.retryable }
  }
  if (error instanceof DomainError) {
    return { code: error.code, params: { ...error.params }, text: '', retryable: false }
  }
  log.error({ err: error }, 'a saga step met an unexpected error')
  return { code: 'internal_error', params: {}, text: '', retryable: true }
}
