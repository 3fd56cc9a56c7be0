import { useFormatter, useTranslations } from 'next-intl'
import { LinkChips } from '~/components/ui/fields/chips'
import { type CaseCount, caseKinds, queueParts } from '~/lib/moderation/client'
import { routes } from '~/lib/routes'
import { filterQuery, type QueueFilter } from './read-filter'

/** Filters by awaited side, kind and assignee: each is a link with a count. */
export function QueueFilters({ filter, counts }: { filter: QueueFilter; counts: readonly CaseCount[] }) {
  const t = useTranslations('cases')
  const format = useFormatter()
  const href = (change: Partial<QueueFilter>) =>
    routes.operator.moderation(filterQuery({ ...filter, ...change }))
  const count = (part: string, kind: string | null) =>
    format.number(
      counts
        .filter((each) => each.part === part && (kind === null || each.kind === kind))
        .reduce((sum, each) => sum + each.count, 0),
    )
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-2">
      <LinkChips
        label={t('parts')}
        items={queueParts.map((part) => ({
          href: href({ part }),
          label: t(`part.${part}`),
          count: count(part, null),
          isCurrent: filter.part === part,
        }))}
      />
      <LinkChips
        label={t('kinds')}
        items={[null, ...caseKinds].map((kind) => ({
          href: href({ kind }),
          label: kind ? t(`kindMany.${kind}`) : t('allKinds'),
          count: count(filter.part, kind),
          isCurrent: filter.kind === kind,
        }))}
      />
      <LinkChips
        label={t('whose')}
        items={([null, 'me', 'nobody'] as const).map((assigned) => ({
          href: href({ assigned }),
          label: t(`assigned.${assigned ?? 'all'}`),
          isCurrent: filter.assigned === assigned,
        }))}
      />
    </div>
  )
}
