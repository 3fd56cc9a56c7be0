import { useLocale, useTranslations } from 'next-intl'
import { Timestamp } from '~/components/ui/display/timestamp'
import { type IncidentUpdateView, textInLocale } from '~/lib/incidents/client'
import type { Locale } from '~/lib/kernel/text/format'
import { IncidentStatePill } from './incident-pills'

/** An incident's updates, newest first. */
export function UpdateList({ updates }: { updates: readonly IncidentUpdateView[] }) {
  const t = useTranslations('incidents')
  const locale = useLocale() as Locale
  if (updates.length === 0) return <p className="text-ink-2">{t('noUpdates')}</p>
  return (
    <ol className="grid gap-3.5">
      {[...updates].reverse().map((update) => (
        <li key={update.id} className="grid gap-1 border-l-2 border-line pl-3.5">
          <p className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
            <IncidentStatePill state={update.state} />
            <Timestamp at={new Date(update.at)} />
          </p>
          <p className="whitespace-pre-line wrap-anywhere">{textInLocale(update, 'text', locale)}</p>
        </li>
      ))}
    </ol>
  )
}
