import { useLocale, useTranslations } from 'next-intl'
import { Money } from '~/components/ui/display/money'
import { Stat } from '~/components/ui/display/stat'
import type { CustomerFile } from '~/lib/customers/client'
import { formatGib, formatMoney, formatNumber, type Locale } from '~/lib/kernel/text/format'

/** The customer in a row of figures; a part that this member of staff may not read has none. */
export function CustomerFigures({ file }: { file: CustomerFile }) {
  const t = useTranslations('customers')
  const money = useTranslations('money')
  const locale = useLocale() as Locale
  const { estate, account, tickets, incidents } = file
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(10rem,1fr))] gap-4">
      {estate && (
        <Stat
          label={t('running')}
          value={t('runningOf', { running: estate.counts.running, all: estate.total })}
          note={
            estate.troubled > 0
              ? t('troubled', { count: estate.troubled })
              : t('volumes', {
                  count: estate.counts.volumes,
                  size: formatGib(estate.counts.volumeGib, locale),
                })
          }
          {...(estate.troubled > 0 && { tone: 'bad' as const })}
        />
      )}
      {account && (
        <>
          <Stat
            label={money('toDate')}
            value={<Money cents={BigInt(account.toDateCents)} />}
            note={t('committed', { amount: formatMoney(BigInt(account.committedCents), locale) })}
          />
          <Stat
            label={t('owed')}
            value={<Money cents={BigInt(account.openCents)} />}
            note={
              account.overdueCents === '0'
                ? t('nothingLate')
                : t('late', { amount: formatMoney(BigInt(account.overdueCents), locale) })
            }
            {...(account.overdueCents !== '0' && { tone: 'bad' as const })}
          />
        </>
      )}
      {tickets && <Stat label={t('openTickets')} value={formatNumber(tickets.open, locale)} />}
      {incidents && (
        <Stat
          label={t('liveIncidents')}
          value={formatNumber(incidents.live, locale)}
          note={t('pastIncidents', { count: incidents.total - incidents.live })}
          {...(incidents.live > 0 && { tone: 'bad' as const })}
        />
      )}
    </div>
  )
}
