/** What ends a command. Scripts rely on these codes. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  rights: 3,
  notFound: 4,
  conflict: 5,
  limit: 6,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** An error for people: its message is all that they see. */
export class Failure extends Error {
  readonly exitCode: ExitCode
  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

export const usageFailure = (message: string) => new Failure(exitCodes.usage, message)

const byStatus: Readonly<Record<number, ExitCode>> = {
  400: exitCodes.usage,
  401: exitCodes.rights,
  403: exitCodes.rights,
  404: exitCodes.notFound,
  409: exitCodes.conflict,
  412: exitCodes.conflict,
  413: exitCodes.usage,
  415: exitCodes.usage,
  422: exitCodes.usage,
  429: exitCodes.limit,
  507: exitCodes.limit,
}

export const exitCodeOf = (status: number): ExitCode => byStatus[status] ?? exitCodes.failed

/** A problem of the API (RFC 9457). */
export type Problem = {
  status: number
  detail?: string
  title?: string
  code?: string
  field?: string
  instance?: string
  params?: Record<string, string>
}

/** The refusal with the field and the reason it concerns, and the request for support. */
export function problemFailure(problem: Problem): Failure {
  const { status, detail, title, field, code, instance, params } = problem
  const reason = params?.reason ? `${code}: ${params.reason}` : code
  const facts = [field && `field ${field}`, reason, instance && `request ${instance}`].filter(Boolean)
  const text = detail ?? title ?? `The API answered ${status}.`
  return new Failure(exitCodeOf(status), facts.length > 0 ? `${text} (${facts.join(', ')})` : text)
}
