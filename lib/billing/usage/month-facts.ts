import type { Tx } from '~/db/client'
import type { CostReferences } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'
import type { LineDraft } from '../invoices/compose-invoices'
import type { DocumentReferences } from '../invoices/issued-document'
import { lineWords } from '../invoices/line-words'
import * as queries from '../queries/subjects'
import * as usage from './queries/usage'
import type { BillableInterval, MonthLine } from './rate-month'

type Project = Awaited<ReturnType<typeof queries.listProjects>>[number]

/** Names used in lines, as of the day of billing. */
export type MonthFacts = {
  resources: ReadonlyMap<string, usage.NamedResource>
  projects: ReadonlyMap<string, Project>
  bundles: ReadonlyMap<string, string>
}

export async function readMonthFacts(tx: Tx, organisationId: Id<'organisation'>): Promise<MonthFacts> {
  const [resources, projects, bundles] = await Promise.all([
    usage.listResourceNames(tx, organisationId),
    queries.listProjects(tx, organisationId),
    queries.listBundleNames(tx),
  ])
  return {
    resources: new Map(resources.map((resource) => [resource.id, resource])),
    projects: new Map(projects.map((project) => [project.id, project])),
    bundles,
  }
}

export function toInterval(row: usage.UsageRow): BillableInterval {
  return {
    ...row,
    microCentsPerHour: BigInt(row.microCentsPerHour),
    listMicroCentsPerHour: row.listMicroCentsPerHour === null ? null : BigInt(row.listMicroCentsPerHour),
    startedAt: new Date(row.startedAt * 1_000),
    endedAt: row.endedAt === null ? null : new Date(row.endedAt * 1_000),
  }
}

/** The invoice line of a usage. Pure. */
export function usageDraft(line: MonthLine, facts: MonthFacts, language: 'fr' | 'en'): LineDraft {
  const { listMicroCentsPerHour: list, microCentsPerHour } = line
  return {
    ...placeDraft(line.projectId, facts),
    ...resourceDraft(line, facts, language),
    ...referencesDraft(line.costReferences),
    period: { from: line.from.toISOString(), to: line.to.toISOString() },
    usedSeconds: line.usedSeconds,
    billedSeconds: line.billedSeconds,
    microCentsPerHour,
    ...(list !== null && list !== microCentsPerHour ? { listMicroCentsPerHour: list } : {}),
    kind: 'usage',
    netCents: line.cents,
  }
}

export function resourceDraft(
  line: Pick<MonthLine, 'resourceId' | 'resourceKind' | 'meter' | 'bundleId'>,
  { resources, bundles }: MonthFacts,
  language: 'fr' | 'en',
) {
  const resource = resources.get(line.resourceId)
  const tags = resource?.tags
  return {
    label: `${bundles.get(line.bundleId) ?? line.bundleId} · ${lineWords[language].meter[line.meter]}`,
    detail: [resource?.name ?? line.resourceId, resource?.zone].filter(Boolean).join(', '),
    resourceId: line.resourceId,
    resourceKind: line.resourceKind,
    bundleId: line.bundleId,
    meter: line.meter,
    ...(tags && Object.keys(tags).length > 0 && { tags }),
  }
}

export function placeDraft(projectId: string, { projects }: MonthFacts) {
  const project = projects.get(projectId)
  return {
    projectId,
    projectName: project?.name ?? projectId,
    ...(project?.costCentre && { costCentre: project.costCentre }),
  }
}

export function referencesDraft(references: CostReferences): { references?: DocumentReferences } {
  const { purchaseOrderNumber, payerSiret, serviceCode, commitmentReference, marketNumber } = references
  const named: DocumentReferences = {
    ...(purchaseOrderNumber && { purchaseOrder: purchaseOrderNumber }),
    ...(commitmentReference && { engagement: commitmentReference }),
    ...(serviceCode && { serviceCode }),
    ...(marketNumber && { market: marketNumber }),
    ...(payerSiret && { payerSiret }),
  }
  return Object.keys(named).length > 0 ? { references: named } : {}
}
