import type { z } from 'zod'
import { acceptQuotaRequest, refuseQuotaRequest } from '~/lib/budgets'
import { authorizeStaff } from '~/lib/identity'
import { DomainError, type DomainErrorCode } from '~/lib/kernel/errors'
import { toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { acceptOrganisation, findCase, refuseOrganisation } from '~/lib/moderation'
import type { CaseEntry } from '~/lib/moderation/client'
import { decideHeld, decideReferences } from './decide-held'
import type { decideCasesInput } from './schema'

export type CaseResult = { caseId: string; code: DomainErrorCode | null; reason: string | null }

/**
 * Applies one decision to several cases of one kind, each in a transaction of its own: cases decided meanwhile
 * or forbidden are reported, the others are done.
 *
 * @throws DomainError `forbidden`, `invalid_input` (`reason_needed`, `mixed_kinds`), and for a single case the
 * error of its decision
 */
export async function decideCases(
  ctx: OpContext,
  { caseIds, decision, reason }: z.output<typeof decideCasesInput>,
): Promise<CaseResult[]> {
  authorizeStaff(ctx, 'moderation:decide')
  if (decision === 'refused' && reason === '')
    throw new DomainError('invalid_input', { field: 'reason', params: { reason: 'reason_needed' } })
  const entries: CaseEntry[] = []
  for (const caseId of new Set(caseIds)) {
    const found = await findCase(ctx, caseId)
    if (!found) throw new DomainError('not_found')
    entries.push(found.entry)
  }
  if (new Set(entries.map(({ kind }) => kind)).size > 1)
    throw new DomainError('invalid_input', { field: 'caseIds', params: { reason: 'mixed_kinds' } })
  const results: CaseResult[] = []
  for (const entry of entries) {
    try {
      await decideOne(ctx, entry, decision, reason)
      results.push({ caseId: entry.id, code: null, reason: null })
    } catch (error) {
      if (!(error instanceof DomainError) || entries.length === 1) throw error
      results.push({ caseId: entry.id, code: error.code, reason: error.params.reason ?? null })
    }
  }
  return results
}

async function decideOne(
  ctx: OpContext,
  { id: caseId, kind, subjectId }: CaseEntry,
  decision: 'accepted' | 'refused',
  reason: string,
): Promise<void> {
  switch (kind) {
    case 'organisation':
      return decision === 'accepted'
        ? acceptOrganisation(ctx, { organisationId: toId('organisation', subjectId) })
        : refuseOrganisation(ctx, { organisationId: toId('organisation', subjectId), reason })
    case 'quota': {
      const requestId = toId('quotaRequest', subjectId)
      return decision === 'accepted'
        ? acceptQuotaRequest(ctx, { requestId })
        : refuseQuotaRequest(ctx, { requestId, reason })
    }
    case 'order':
    case 'quote':
      return decideHeld(ctx, { caseId, decision, reason })
    case 'references':
      return decideReferences(ctx, { caseId, decision, reason })
  }
}
