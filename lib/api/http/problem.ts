import { z } from 'zod'
import { type DomainError, type DomainErrorCode, httpStatusByCode } from '~/lib/kernel/errors'
import { textOf } from './texts'

/** A refusal as RFC 9457 describes it, with our code, the field and the values in its text. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().describe('For people, in the language of `Accept-Language`.'),
    instance: z.string().describe('Id of the request, also in `X-Request-Id`.'),
    code: z.enum(Object.keys(httpStatusByCode).concat('internal_error') as [string, ...string[]]),
    field: z.string().optional().describe('Path of the wrong field.'),
    params: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'Problem', description: 'A refusal (RFC 9457).' })

export type Problem = z.input<typeof problem>

/** Words of a code: `not_found` → `Not found`. Pure. */
const titleOf = (code: string) => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ')

export function problemOf(error: DomainError, request: { id: string; locale: 'fr' | 'en' }): Problem {
  const { code, field, params } = error
  return {
    type: typeOf(code),
    title: titleOf(code),
    status: httpStatusByCode[code],
    detail: textOf(error, request.locale),
    instance: request.id,
    code,
    ...(field && { field }),
    ...(Object.keys(params).length > 0 && { params }),
  }
}

/** A bug: its message stays in the log. */
export const internalProblem = (request: { id: string }): Problem => ({
  type: typeOf('internal_error'),
  title: 'Internal error',
  status: 500,
  detail: 'The request failed. It was logged with this id; repeat it with the same Idempotency-Key.',
  instance: request.id,
  code: 'internal_error',
})

const typeOf = (code: DomainErrorCode | 'internal_error') => `urn:andromede:problem:${code}`
