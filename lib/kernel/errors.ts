/**
 * Every refusal of the product, with the HTTP status for routes. One table, used by `app/_server/error-response.ts` and
 * by the texts in `i18n/<locale>/errors.json` (a test compares them).
 */
export const httpStatusByCode = {
  invalid_input: 400,
  unauthenticated: 401,
  invalid_credentials: 401,
  second_factor_required: 401,
  invalid_code: 400,
  invalid_token: 400,
  forbidden: 403,
  bad_origin: 403,
  second_factor_setup_required: 403,
  proof_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  unsupported_media_type: 415,
  /** The resource has changed since the caller read it. */
  precondition_failed: 412,
  conflict: 409,
  already_exists: 409,
  state_forbids: 409,
  name_taken: 409,
  protected: 409,
  /** The change has consequences that the person has to confirm; `params.doubts` names them. */
  confirmation_required: 409,
  organisation_not_active: 409,
  idempotency_key_reused: 422,
  payload_too_large: 413,
  rate_limited: 429,
  quota_exceeded: 409,
  spending_cap_exceeded: 409,
  budget_exceeded: 409,
  /** A mandatory fact of an invoice is missing or wrong; the field names it. */
  not_billable: 409,
  insufficient_capacity: 507,
  directory_unavailable: 503,
  hypervisor_unreachable: 503,
  /** The database was restored or promoted and waits for an operator: nothing outside is changed. */
  recovery_in_progress: 503,
  /** Before the operator has declared who sells: an order would have no seller. */
  no_seller: 503,
  open_points: 409,
  /** The database is away or too busy. The request may or may not have been carried out; repeating it is safe. */
  unavailable: 503,
} as const

export type DomainErrorCode = keyof typeof httpStatusByCode

export type ErrorParams = Record<string, string>

/**
 * An expected refusal. `code` and `params` reach the person (translated); `internal` and `cause` only the log. Any
 * other thrown error is a bug and fails the request.
 */
export class DomainError extends Error {
  readonly code: DomainErrorCode
  readonly field: string | undefined
  readonly params: ErrorParams
  readonly internal: string | undefined

  constructor(
    code: DomainErrorCode,
    options: { field?: string; params?: ErrorParams; internal?: string; cause?: unknown } = {},
  ) {
    super(code, { cause: options.cause })
    this.name = 'DomainError'
    this.code = code
    this.field = options.field
    this.params = options.params ?? {}
    this.internal = options.internal
  }
}

/** Asserts a condition; a violation is a bug, never a refusal. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant violated: ${message}`)
}

/** Makes a switch exhaustive: a new member of the union does not compile here. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}

/** Returns the SQLSTATE of a database error, through drizzle's wrapper (`error.cause.code`). */
export function sqlState(error: unknown): string | undefined {
  for (let current = error, depth = 0; current && depth < 4; depth += 1) {
    const code = (current as { code?: unknown }).code
    // Every SQLSTATE contains a digit; a system code such as EPIPE does not.
    if (typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code)) return code
    current = (current as { cause?: unknown }).cause
  }
  return undefined
}

/** Returns the name of the violated constraint, when the database reports it. */
export function violatedConstraint(error: unknown): string | undefined {
  for (let current = error, depth = 0; current && depth < 4; depth += 1) {
    const name = (current as { constraint_name?: unknown }).constraint_name
    if (typeof name === 'string') return name
    current = (current as { cause?: unknown }).cause
  }
  return undefined
}
