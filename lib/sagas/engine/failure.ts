import { DriverError } from '~/lib/hypervisors'
import { DomainError } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'

/** A failed attempt, as its step stores it. `text` is the hypervisor's original text, for staff. */
export type StepFailure = {
  code: string
  params: Record<string, string>
  text: string
  retryable: boolean
}

/**
 * Classifies a step's error. A hypervisor's error states whether it is retryable; a refusal by our own rules is final;
 * anything else (a lost connection, a bug) is retryable, and its message stays in the log.
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
