import { useFormatter, useTranslations } from 'next-intl'
import { LinkChips } from '~/components/ui/fields/chips'
import { routes } from '~/lib/routes'
import { type TicketCount, ticketCategories, ticketParts, ticketPriorities } from '~/lib/support/client'
import { type DeskFilter, deskQuery } from './read-filter'

/** Filters by awaited side, priority, category and assignee: each is a link. */
export function DeskFilters({ filter, counts }: { filter: DeskFilter; counts: readonly TicketCount[] }) {
  const t = useTranslations('support')
  const format = useFormatter()
  const href = (change: Partial<DeskFilter>) => routes.operator.tickets(deskQuery({ ...filter, ...change }))
  const count = (part: string, category: string | null) =>
    format.number(
      counts
        .filter((each) => each.part === part && (category === null || each.category === category))
        .reduce((sum, each) => sum + each.count, 0),
    )
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-2">
      <LinkChips
        label={t('desk.parts')}
        items={ticketParts.map((part) => ({
          href: href({ part }),
          label: t(`desk.part.${part}`),
          // Closed tickets are not counted: their number only grows.
          ...(part !== 'closed' && { count: count(part, null) }),
          isCurrent: filter.part === part,
        }))}
      />
      <LinkChips
        label={t('desk.whose')}
        items={([null, 'me', 'nobody'] as const).map((assigned) => ({
          href: href({ assigned }),
          label: t(`desk.assigned.${assigned ?? 'all'}`),
          isCurrent: filter.assigned === assigned,
        }))}
      />
      <LinkChips
        label={t('list.priority')}
        items={[null, ...ticketPriorities].map((priority) => ({
          href: href({ priority }),
          label: priority ? t(`priority.${priority}`) : t('desk.allPriorities'),
          isCurrent: filter.priority === priority,
        }))}
      />
      <LinkChips
        label={t('list.category')}
        items={[null, ...ticketCategories].map((category) => ({
          href: href({ category }),
          label: category ? t(`category.${category}`) : t('desk.allCategories'),
          ...(filter.part !== 'closed' && { count: count(filter.part, category) }),
          isCurrent: filter.category === category,
        }))}
      />
    </div>
  )
}
