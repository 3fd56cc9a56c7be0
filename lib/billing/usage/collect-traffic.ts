import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { trafficCents } from '~/lib/kernel/money'
import { monthOf } from '~/lib/kernel/time/paris-month'
import type { LineDraft } from '../invoices/compose-invoices'
import { lineWords } from '../invoices/line-words'
import { type MonthFacts, placeDraft, referencesDraft } from './month-facts'
import * as queries from './queries/traffic'
import { lateTraffic, rateTrafficMonth, type TrafficLine } from './traffic-month'

type Wanted = { organisationId: Id<'organisation'>; period: string; language: 'fr' | 'en' }

/** Lines of a month's paid traffic, and of traffic of closed months recorded since. */
export async function collectTraffic(tx: Tx, wanted: Wanted, facts: MonthFacts): Promise<LineDraft[]> {
  const { organisationId, period, language } = wanted
  const rows = await queries.listTraffic(tx, organisationId, monthOf(period))
  const lines = rateTrafficMonth(rows).map((line) => ({
    ...trafficDraft(line, facts, language),
    kind: 'usage' as const,
    bound: `${period} ${period} ${line.key}`,
  }))
  return [...lines, ...(await collectLate(tx, wanted, facts))]
}

async function collectLate(tx: Tx, wanted: Wanted, facts: MonthFacts): Promise<LineDraft[]> {
  const { organisationId, language } = wanted
  const drafts: LineDraft[] = []
  for (const { period, resourceIds } of await queries.listLateTraffic(tx, organisationId)) {
    if (period >= wanted.period) continue
    const month = monthOf(period)
    const rows = await queries.listTraffic(tx, organisationId, month, resourceIds)
    const billed = await queries.listBilledTraffic(tx, organisationId, period, resourceIds)
    for (const line of lateTraffic(rateTrafficMonth(rows), billed)) {
      const draft = trafficDraft(line, facts, language)
      drafts.push({
        ...draft,
        label: lineWords[language].late(draft.label, period),
        kind: 'late_usage',
        bound: `${period} ${wanted.period} ${line.key}`,
      })
    }
  }
  return drafts
}

function trafficDraft(line: TrafficLine, facts: MonthFacts, language: 'fr' | 'en'): Omit<LineDraft, 'kind'> {
  const { resourceId, usedMebibytes, includedMebibytes, billedMebibytes, microCentsPerGibibyte, cents } = line
  const resource = facts.resources.get(resourceId)
  const tags = resource?.tags
  // Rounding of the total may have moved a difference by a cent: then it has no price of its own.
  const isMeasured = trafficCents(microCentsPerGibibyte, billedMebibytes) === cents
  return {
    ...placeDraft(line.projectId, facts),
    label: lineWords[language].meter.traffic_out,
    detail: [resource?.name ?? resourceId, resource?.zone].filter(Boolean).join(', '),
    resourceId,
    resourceKind: 'instance',
    meter: 'traffic_out',
    ...(tags && Object.keys(tags).length > 0 && { tags }),
    ...referencesDraft(line.costReferences),
    period: { from: line.from.toISOString(), to: line.to.toISOString() },
    ...(isMeasured && { usedMebibytes, includedMebibytes, billedMebibytes, microCentsPerGibibyte }),
    netCents: cents,
  }
}
