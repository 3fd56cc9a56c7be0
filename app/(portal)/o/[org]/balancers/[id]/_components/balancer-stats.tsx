import { useLocale, useTranslations } from 'next-intl'
import { standingOf } from '~/components/balancing/standing'
import { Copyable } from '~/components/ui/display/copyable'
import { Money } from '~/components/ui/display/money'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { Stat } from '~/components/ui/display/stat'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { BalancerView } from '~/lib/resources/client'

/** How it does, where it is reached, what passes, and what it costs. */
export function BalancerStats({ balancer }: { balancer: BalancerView }) {
  const t = useTranslations('balancers.stat')
  const b = useTranslations('balancers')
  const locale = useLocale() as Locale
  const { address, servers, observedAt, dnsNames } = balancer
  const connections = balancer.backends.reduce((sum, each) => sum + each.connections, 0)
  const standing = standingOf(balancer)
  return (
    <div className="mb-4 grid grid-cols-2 gap-2.5 sm:gap-4 xl:grid-cols-4">
      <Stat
        label={t('servers')}
        value={b('upOf', servers)}
        note={
          observedAt
            ? t.rich('serversNote', { when: () => <RelativeTime at={new Date(observedAt)} /> })
            : t('serversUnseen')
        }
        {...(standing === 'pool_down' && { tone: 'bad' as const })}
      />
      <Stat
        label={t('address')}
        value={address ? <Copyable text={address} what={t('address')} /> : '–'}
        note={dnsNames.join(', ')}
      />
      <Stat label={t('connections')} value={formatNumber(connections, locale)} note={t('connectionsNote')} />
      <Stat
        label={t('monthly')}
        value={<Money cents={BigInt(balancer.monthlyCents)} />}
        note={t('monthlyNote')}
      />
    </div>
  )
}
