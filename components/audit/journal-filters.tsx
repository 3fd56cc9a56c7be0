import { useTranslations } from 'next-intl'
import type { TableState } from '~/components/table/table-state'
import { DateControl } from '~/components/ui/fields/date-control'
import { Button } from '~/components/ui/links/button'

/** First and last day, submitted together with the filters of the address. A plain form without JavaScript. */
export function JournalDates({ state }: { state: TableState }) {
  const t = useTranslations('audit')
  const { from, to, page: _page, ...kept } = state.query
  return (
    <form action={state.pathname} aria-label={t('filterDates')} className="flex flex-wrap items-center gap-2">
      {Object.entries(kept).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <label htmlFor="journal-from" className="flex items-center gap-1.5 text-sm text-ink-2">
        {t('filterFrom')}
        <DateControl isCompact id="journal-from" name="from" defaultValue={from} />
      </label>
      <label htmlFor="journal-to" className="flex items-center gap-1.5 text-sm text-ink-2">
        {t('filterTo')}
        <DateControl isCompact id="journal-to" name="to" defaultValue={to} />
      </label>
      <Button type="submit" size="sm">
        {t('apply')}
      </Button>
    </form>
  )
}
