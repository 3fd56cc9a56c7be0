import { useTranslations } from 'next-intl'
import { Disclosure } from '~/components/ui/disclosure'

/** The facts kept with a line, as they were recorded. */
export function JournalDetails({ details }: { details: Record<string, unknown> }) {
  const t = useTranslations('audit')
  if (Object.keys(details).length === 0) return '—'
  return (
    <Disclosure summary={t('details')}>
      <pre className="max-w-xl overflow-x-auto rounded-small bg-sunken p-2.5 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
        {JSON.stringify(details, null, 2)}
      </pre>
    </Disclosure>
  )
}
