import type { LineDraft } from '../invoices/compose-invoices'
import { lineWords } from '../invoices/line-words'
import type { CostGrouping } from '../invoices/views'
import type { MonthFacts } from './month-facts'

type Locale = 'fr' | 'en'
/** Where a use belongs; what does not matter for the grouping may be left out. */
type Placed = { projectId: string | null; resourceId: string | null; meter: string | null }

/** Keys of tags that anything of the organisation carries, in order. Pure. */
export function listTagKeys({ resources, projects }: MonthFacts): string[] {
  const keys = new Set<string>()
  for (const { tags } of [...resources.values(), ...projects.values()])
    for (const key of Object.keys(tags ?? {})) keys.add(key)
  return [...keys].sort()
}

/** The part to which a use belongs: the key of its line, and of all like it. Pure. */
export function partKeyOf({ by, tagKey }: CostGrouping, facts: MonthFacts): (of: Placed) => string {
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

/** The part to which a line belongs, with the name that it has. Pure. */
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

/** The tag of the resource, or else of its project; empty without either. */
function tagValue(
  key: string,
  tags: Readonly<Record<string, string>> | null | undefined,
  projectId: string | null | undefined,
  { projects }: MonthFacts,
): string {
  return tags?.[key] ?? projects.get(projectId ?? '')?.tags[key] ?? ''
}

/** What is no meter is named as it is. Pure. */
export function meterName(name: string, locale: Locale): string {
  const names: Readonly<Record<string, string>> = lineWords[locale].meter
  return names[name] ?? name
}
