import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { checkDeclaration } from './check-declaration'
import type { DeclaredQualification } from './schema'

/**
 * The facts of a declaration as they are stored: null where nothing is given.
 *
 * @throws DomainError `invalid_input` with the field and reason
 */
export function toFacts(ctx: OpContext, declared: DeclaredQualification) {
  const refusal = checkDeclaration(declared, parisDay(ctx.now))
  if (refusal)
    throw new DomainError('invalid_input', { field: refusal.field, params: { reason: refusal.reason } })
  const { kind, name, status, statusOn, scopeFr, scopeEn, validUntil, body, reference, link } = declared
  return {
    kind,
    name: kind === 'other' ? name : null,
    status,
    statusOn,
    validUntil: validUntil || null,
    scopeFr,
    scopeEn,
    body: body || null,
    reference: reference || null,
    link: link || null,
  }
}
