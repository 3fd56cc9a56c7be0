import { type Deduction, promotionDeductions } from '~/lib/catalogue/client'
import type { LineDraft } from '../invoices/compose-invoices'
import { referencesOf } from '../invoices/group-lines'
import { lineWords } from '../invoices/line-words'

/**
 * Promotions on a month's usage, as lines: one per promotion, project and set of references, so that each is on the
 * invoice of the usage it reduces. `netOf` is the amount of each usage line after promotions. Pure.
 */
export function promotionDrafts(
  lines: readonly LineDraft[],
  grants: Parameters<typeof promotionDeductions>[1],
  language: 'fr' | 'en',
): { drafts: LineDraft[]; deductions: Deduction[]; netOf: Map<LineDraft, bigint> } {
  const usage = lines.filter((line) => line.kind === 'usage' && line.bundleId)
  const byId = new Map(usage.map((line, index) => [`${index}`, line]))
  const deductions = promotionDeductions(
    [...byId].map(([id, line]) => ({ id, bundleId: line.bundleId ?? '', netCents: line.netCents })),
    grants,
  )
  const netOf = new Map(
    lines.filter(({ kind }) => kind === 'usage').map((line) => [line, line.netCents] as const),
  )
  const drafts = new Map<string, LineDraft>()
  for (const { grantId, name, lineId, cents } of deductions) {
    const line = byId.get(lineId)
    if (!line) continue
    netOf.set(line, (netOf.get(line) ?? 0n) - cents)
    const key = `${grantId} ${line.projectId} ${referencesOf(line)}`
    const draft = drafts.get(key) ?? deductionDraft(line, lineWords[language].promotion(name), 'promotion')
    draft.netCents -= cents
    drafts.set(key, draft)
  }
  return { drafts: [...drafts.values()], deductions, netOf }
}

/** A deduction of zero with the same project and references as this line. */
export function deductionDraft(line: LineDraft, label: string, kind: LineDraft['kind']): LineDraft {
  return {
    label,
    ...(line.projectId && { projectId: line.projectId }),
    ...(line.projectName && { projectName: line.projectName }),
    ...(line.costCentre && { costCentre: line.costCentre }),
    ...(line.references && { references: line.references }),
    period: line.period,
    kind,
    netCents: 0n,
  }
}
