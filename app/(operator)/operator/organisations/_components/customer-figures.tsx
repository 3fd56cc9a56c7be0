import { useLocale, useTranslations } from 'next-intl'
import { Money } from '~/components/ui/display/money'
import { Stat } from '~/components/ui/display/stat'
import type { CustomerFile } from '~/lib/customers/client'
import { formatGib, formatNumber, type Locale } from '~/lib/kernel/text/format'

/** The customer in a row of figures; a part that this member of staff may not read has none. */
export function CustomerFigures({ file }: { file: CustomerFile }) {
  const t = useTranslations('customers')
  const money = useTranslations('money')
  const locale = useLocale() as Locale
  const { estate, account, tickets, incidents } = file
  const silent = estate?.servers.some(({ silentSince }) => silentSince !== null)
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,13rem),1fr))] gap-4">
      {estate && (
        <Stat
          label={t('running')}
          value={t('runningOf', { running: estate.counts.running, all: estate.counts.instances })}
          note={t('volumes', {
            count: estate.counts.volumes,
            size: formatGib(estate.counts.volumeGib, locale),
          })}
          {...(silent && { tone: 'bad' as const })}
        />
      )}
      {account && (
        <>
          <Stat
            label={money('toDate')}
            value={<Money cents={BigInt(account.toDateCents)} />}
            note={
              <>
                {money('committed')} : <Money cents={BigInt(account.committedCents)} />
              </>
            }
          />
          <Stat
            label={t('owed')}
            value={<Money cents={BigInt(account.openCents)} />}
            note={
              account.overdueCents === '0' ? (
                t('nothingLate')
              ) : (
                <>
                  {t('late')} <Money cents={BigInt(account.overdueCents)} />
                </>
              )
            }
            {...(account.overdueCents !== '0' && { tone: 'bad' as const })}
          />
        </>
      )}
      {(tickets || incidents) && (
        <Stat
          label={t('openTickets')}
          value={tickets ? formatNumber(tickets.open, locale) : '–'}
          note={incidents && t('liveIncidents', { count: incidents.live })}
          {...(incidents && incidents.live > 0 && { tone: 'bad' as const })}
        />
      )}
    </div>
  )
}
