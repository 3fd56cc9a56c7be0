import { useTranslations } from 'next-intl'
import { LinkButton } from '~/components/ui/links/link-button'
import { type TableState, tableHref } from './table-state'

type Props = { state: TableState; total: number; pageSize: number }

/** The range of rows and the total, with links to other pages. Nothing when one page has all. */
export function Pagination({ state, total, pageSize }: Props) {
  const t = useTranslations('common')
  const last = Math.max(1, Math.ceil(total / pageSize))
  if (last === 1) return null
  const from = (state.page - 1) * pageSize + 1
  const to = Math.min(total, state.page * pageSize)
  return (
    <nav
      aria-label={t('pagination')}
      className="flex flex-wrap items-center gap-3 border-t border-line px-4.5 py-2.5"
    >
      <p className="text-sm text-ink-2">{t('rowsShown', { from, to, total })}</p>
      <div className="ml-auto flex gap-2">
        {state.page > 1 && (
          <LinkButton
            size="sm"
            href={tableHref(state, { page: state.page === 2 ? null : String(state.page - 1) })}
          >
            {t('previousPage')}
          </LinkButton>
        )}
        {state.page < last && (
          <LinkButton size="sm" href={tableHref(state, { page: String(state.page + 1) })}>
            {t('nextPage')}
          </LinkButton>
        )}
      </div>
    </nav>
  )
}
