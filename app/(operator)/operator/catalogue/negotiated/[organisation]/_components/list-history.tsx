import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { HourlyPrice } from '~/components/ui/display/money'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { NegotiatedListEntry } from '~/lib/catalogue/client'
import { formatBasisPoints, type Locale } from '~/lib/kernel/text/format'
import { TakeBack } from './take-back'

const tones = { in_force: 'ok', announced: 'info', past: 'off', annulled: 'off' } as const

type Props = {
  lists: readonly NegotiatedListEntry[]
  /** The organisation, for people who may publish its next list. */
  of: { organisationId: string; organisation: string } | null
}

/** Every list published for the organisation, with its reason and its lines. */
export function ListHistory({ lists, of }: Props) {
  const t = useTranslations('pricing.negotiated')
  const p = useTranslations('pricing')
  const c = useTranslations('catalogue')
  const locale = useLocale() as Locale
  return (
    <Card title={t('history')} note={p('historyNote')} padded={lists.length > 0}>
      {lists.length === 0 ? (
        <EmptyState title={t('noList')}>{t('noListText')}</EmptyState>
      ) : (
        <ol className="grid gap-5">
          {lists.map((list) => (
            <li key={list.id} className="grid gap-1.5">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <StatePill tone={tones[list.state]}>{p(`priceState.${list.state}`)}</StatePill>
                <span>
                  {p('column.from')} <Timestamp at={new Date(list.validFrom)} />
                  {list.validTo && (
                    <>
                      {' '}
                      {p('column.to')} <Timestamp at={new Date(list.validTo)} />
                    </>
                  )}
                </span>
              </div>
              <p className="text-ink-2">
                {list.publishedBy ? t('by', { reason: list.reason, by: list.publishedBy }) : list.reason}
              </p>
              <ul className="text-sm">
                {list.lines.length === 0 && <li>{t('backToPublic')}</li>}
                {list.lines.map((line) => (
                  <li key={line.bundle ?? line.family}>
                    {line.bundle ?? (line.family && t('family', { family: c(`family.${line.family}`) }))} ·{' '}
                    {line.microCentsPerHour === null ? (
                      t('off', { share: formatBasisPoints(line.basisPoints ?? 0, locale) })
                    ) : (
                      <HourlyPrice microCents={line.microCentsPerHour} />
                    )}
                  </li>
                ))}
              </ul>
              {of && list.takeBack && <TakeBack {...of} takeBack={list.takeBack} />}
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
