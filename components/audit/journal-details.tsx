import { useLocale, useTranslations } from 'next-intl'
import { Disclosure } from '~/components/ui/display/disclosure'
import type { Locale } from '~/lib/kernel/text/format'
import { type Fact, toFacts } from './to-facts'

/** The recorded facts of a line in words; names and values without a translation are shown as recorded. */
export function JournalDetails({ details }: { details: Record<string, unknown> }) {
  const t = useTranslations('audit')
  const locale = useLocale() as Locale
  const facts = toFacts(details, locale)
  if (facts.length === 0) return '–'
  const nameOf = (name: string) => {
    const key = `fact.${name}`
    return t.has(key as never) ? t(key as never) : name
  }
  const value = ({ kind, text }: Fact) => {
    if (kind === 'yes' || kind === 'no' || kind === 'none') return t(`value.${kind}`)
    const key = `value.${text}`
    return kind === 'word' && t.has(key as never) ? t(key as never) : text
  }
  return (
    <Disclosure summary={t('details')}>
      <dl className="grid max-w-xl grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-small bg-sunken p-2.5 text-sm">
        {facts.map((fact) => (
          <div key={fact.path} className="contents">
            <dt className="text-ink-3 first-letter:uppercase">{fact.names.map(nameOf).join(' · ')}</dt>
            <dd className="wrap-anywhere">{value(fact)}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  )
}
