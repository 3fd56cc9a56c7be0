import { useLocale, useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { StatePill } from '~/components/ui/display/state-pill'
import type { HypervisorView } from '~/lib/hypervisors/client'
import { formatGb, formatMib, formatNumber, type Locale } from '~/lib/kernel/text/format'

type Props = {
  facts: NonNullable<HypervisorView['facts']>
  decision: HypervisorView['decision']
  vantages: HypervisorView['vantages']
  silent: HypervisorView['silentMembers']
}

/** Each member with its capacity and what would be sold of it. */
export function FoundTable({ facts, decision, vantages, silent }: Props) {
  const t = useTranslations('hypervisors.found')
  const locale = useLocale() as Locale
  const plan = decision?.outcome === 'usable' ? decision.plan : null
  const number = (value: number) => formatNumber(value, locale)
  const inMib = (bytes: number) => formatMib(Math.round(bytes / 2 ** 20 / 102.4) * 102.4, locale)
  return (
    <>
      <ScrollRegion isWhole label={t('caption')} className="border-t border-line">
        <table className="data-table stacked w-full [&_tbody_tr:last-child_th]:border-b-0">
          <caption className="sr-only">{t('caption')}</caption>
          <thead>
            <tr>
              <th scope="col" className="text-left">
                {t('member')}
              </th>
              <th scope="col" className="text-left">
                {t('state')}
              </th>
              <th scope="col" className="text-right">
                {t('cpus')}
              </th>
              <th scope="col" className="text-right">
                {t('memory')}
              </th>
              <th scope="col" className="text-right">
                {t('space', { pool: facts.pool })}
              </th>
              <th scope="col" className="text-left">
                {t('sold')}
              </th>
              {vantages && (
                <th scope="col" className="text-left">
                  {t('vantage')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {facts.members.map((member) => {
              const host = plan?.hosts.find((each) => each.member === member.name)
              const answers = member.isOnline && !silent.includes(member.name)
              return (
                <tr key={member.name}>
                  <th scope="row" className="text-left font-medium">
                    {member.name}
                  </th>
                  <td className="stack-end">
                    <StatePill tone={answers ? 'ok' : 'bad'}>{answers ? t('online') : t('away')}</StatePill>
                  </td>
                  <td data-label={t('cpus')} className="text-right">
                    {member.isOnline ? number(member.cpus) : '–'}
                  </td>
                  <td data-label={t('memory')} className="text-right whitespace-nowrap">
                    {member.isOnline ? inMib(member.memoryBytes) : '–'}
                  </td>
                  <td data-label={t('space', { pool: facts.pool })} className="text-right whitespace-nowrap">
                    {member.isOnline ? formatGb(Math.floor(member.poolBytes / 2 ** 30), locale) : '–'}
                  </td>
                  <td data-label={t('sold')}>
                    {host ? <Sold host={host} /> : <span className="text-ink-3">{t('nothing')}</span>}
                  </td>
                  {vantages && (
                    <td data-label={t('vantage')}>
                      <Vantage of={member.name} reports={vantages.reports} />
                    </td>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </ScrollRegion>
      {plan && (
        <p className="border-t border-line px-4.5 py-2.5 text-ink-2">
          {t('pool', {
            name: plan.pool.name,
            size: formatGb(plan.pool.gibPhysical - plan.pool.gibReserved, locale),
          })}{' '}
          {t('images', { count: plan.images.length })}
        </p>
      )}
    </>
  )
}

type Reports = NonNullable<Props['vantages']>['reports']

/** A single server has no member name in the reports. */
function Vantage({ of, reports }: { of: string; reports: Reports }) {
  const t = useTranslations('hypervisors.found')
  const report = reports.find(({ member }) => member === null || member === of)
  if (!report) return '–'
  return <StatePill tone={report.isUp ? 'ok' : 'bad'}>{report.isUp ? t('watching') : t('blind')}</StatePill>
}

type Host = Extract<NonNullable<Props['decision']>, { outcome: 'usable' }>['plan']['hosts'][number]

function Sold({ host: { name, capacity } }: { host: Host }) {
  const t = useTranslations('hypervisors.found')
  const locale = useLocale() as Locale
  const vcpu = (capacity.vcpuPhysical * capacity.vcpuOvercommitPercent) / 100 - capacity.vcpuReserved
  return (
    <span className="grid">
      <span className="font-mono text-sm">{name}</span>
      <span className="text-sm whitespace-nowrap text-ink-2">
        {t('soldOf', {
          vcpu: formatNumber(vcpu, locale),
          memory: formatMib(
            Math.floor((capacity.memoryMibPhysical - capacity.memoryMibReserved) / 102.4) * 102.4,
            locale,
          ),
          disk: formatGb(capacity.diskGibPhysical - capacity.diskGibReserved, locale),
        })}
      </span>
    </span>
  )
}
