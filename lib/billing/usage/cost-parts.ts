import type { LineDraft } from '../invoices/compose-invoices'
import { lineWords } from '../invoices/line-words'
import type { CostGrouping } from '../invoices/views'
import type { MonthFacts } from './month-facts'

type Locale = 'fr' | 'en'
/** The attributes of a usage that determine its part; irrelevant ones may be null. */
type UsagePlace = { projectId: string | null; resourceId: string | null; meter: string | null }

/** Tag keys used in the organisation, sorted. Pure. */
export function listTagKeys({ resources, projects }: MonthFacts): string[] {
  const keys = new Set<string>()
  for (const { tags } of [...resources.values(), ...projects.values()])
    for (const key of Object.keys(tags ?? {})) keys.add(key)
  return [...keys].sort()
}

/** The key of the part to which a usage belongs. Pure. */
export function partKeyOf({ by, tagKey }: CostGrouping, facts: MonthFacts): (of: UsagePlace) => string {
  switch (by) {
    case 'project':
      return ({ projectId }) => projectId ?? ''
    case 'resource':
      return ({ resourceId }) => resourceId ?? ''
    case 'cost_centre':
      return ({ projectId }) => facts.projects.get(projectId ?? '')?.costCentre ?? ''
    case 'meter':
      return ({ meter }) => meter ?? ''
    case 'tag':
      return ({ resourceId, projectId }) =>
        tagValue(tagKey, facts.resources.get(resourceId ?? '')?.tags, projectId, facts)
  }
}

/** The part of a line, with its label. Pure. */
export function partOf(
  line: LineDraft,
  { by, tagKey }: CostGrouping,
  facts: MonthFacts,
  locale: Locale,
): { key: string; label: string } {
  switch (by) {
    case 'project':
      return { key: line.projectId ?? '', label: line.projectName ?? '' }
    case 'resource':
      return { key: line.resourceId ?? line.label, label: line.detail ?? line.label }
    case 'cost_centre':
      return { key: line.costCentre ?? '', label: line.costCentre ?? '' }
    case 'meter':
      return { key: line.meter ?? line.kind, label: meterName(line.meter ?? line.kind, locale) }
    case 'tag': {
      const value = tagValue(tagKey, line.tags, line.projectId, facts)
      return { key: value, label: value }
    }
  }
}

/** The resource's tag, or else its project's; empty without either. */
function tagValue(
  key: string,
  tags: Readonly<Record<string, string>> | null | undefined,
  projectId: string | null | undefined,
  { projects }: MonthFacts,
): string {
  return tags?.[key] ?? projects.get(projectId ?? '')?.tags[key] ?? ''
}

/** A name that is no meter is returned unchanged. Pure. */
export function meterName(name: string, locale: Locale): string {
  const names: Readonly<Record<string, string>> = lineWords[locale].meter
  return names[name] ?? name
}
