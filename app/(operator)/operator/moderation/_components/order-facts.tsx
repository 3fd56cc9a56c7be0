import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ChangeText } from '~/components/ordering/change-text'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Money } from '~/components/ui/display/money'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { formatShare, type Locale } from '~/lib/kernel/text/format'
import type { CaseEntry } from '~/lib/moderation/client'
import type { OrderCase } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'

/** Why no rule accepted the order, its contents, the buyer, and its share of each zone. */
export function OrderFacts({ found, entry }: { found: OrderCase; entry: CaseEntry }) {
  const t = useTranslations('cases')
  const r = useTranslations('ordering.references')
  const { buyer } = found
  const references = Object.entries(found.references).filter(([, value]) => value)
  const items: { key: string; term: string; value: ReactNode }[] = [
    {
      key: 'because',
      term: t(entry.kind === 'references' ? 'toCheck' : 'because'),
      value: (entry.summary.because ?? []).map((each) => (
        <span key={each} className="block font-medium text-warn">
          {t(`doubt.${each}` as 'doubt.arrears')}
        </span>
      )),
    },
    {
      key: 'who',
      term: t('organisation'),
      value: (
        <>
          <TextLink href={routes.operator.organisation(entry.organisationId)}>{entry.organisation}</TextLink>
          <span className="block text-sm text-ink-2">{t(`directory.${buyer.directoryStatus}`)}</span>
        </>
      ),
    },
    {
      key: 'since',
      term: t('customerSince'),
      value: (
        <>
          {buyer.customerSince ? <Timestamp at={new Date(buyer.customerSince)} look="date" /> : '–'}
          <span className="block text-sm text-ink-2">{t('ordersBefore', { count: buyer.orders })}</span>
        </>
      ),
    },
    { key: 'committed', term: t('committed'), value: <Money cents={BigInt(buyer.committedCents)} /> },
    {
      key: 'cap',
      term: t('cap'),
      value: buyer.spendingCapCents ? <Money cents={BigInt(buyer.spendingCapCents)} /> : t('capLifted'),
    },
    { key: 'arrears', term: t('arrears'), value: <Money cents={BigInt(buyer.arrearsCents)} /> },
    ...(found.change
      ? [{ key: 'change', term: t('change'), value: <ChangeText change={found.change} /> }]
      : []),
    { key: 'project', term: t('project'), value: found.project },
    {
      key: 'by',
      term: t('placedBy'),
      value: (
        <>
          {found.placedBy ?? '–'}
          <span className="block text-sm text-ink-3">
            <Timestamp at={new Date(found.createdAt)} />
          </span>
        </>
      ),
    },
    ...(found.expiresAt
      ? [{ key: 'until', term: t('expires'), value: <Timestamp at={new Date(found.expiresAt)} /> }]
      : []),
    ...(found.approvals > 0
      ? [{ key: 'approvals', term: t('approvals'), value: t('approvalsCount', { count: found.approvals }) }]
      : []),
    ...references.map(([name, value]) => ({
      key: name,
      term: r(name as 'serviceCode'),
      value: <span className="font-mono text-sm">{value}</span>,
    })),
  ]
  return (
    <>
      <DescriptionList items={items} />
      <Lines found={found} />
      {found.room.length > 0 && <Room found={found} />}
    </>
  )
}

function Lines({ found }: { found: OrderCase }) {
  const t = useTranslations('cases')
  return (
    <section className="border-t border-line px-4.5 py-3">
      <h3 className="flex flex-wrap justify-between gap-x-4 text-sm font-semibold">
        {t('lines')}
        <span>{t.rich('perMonth', { amount: () => <Money cents={BigInt(found.monthlyCents)} /> })}</span>
      </h3>
      <ul className="mt-1.5 divide-y divide-line">
        {found.lines.map((line) => (
          <li key={line.id} className="flex flex-wrap justify-between gap-x-4 py-1.5">
            <span>
              {t('line', { quantity: line.quantity, bundle: line.bundle, zone: line.zone })}{' '}
              <span className="font-mono text-sm text-ink-2">{line.name}</span>
            </span>
            <Money cents={BigInt(line.monthlyCents)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Room({ found }: { found: OrderCase }) {
  const t = useTranslations('cases')
  const locale = useLocale() as Locale
  const share = (held: number, free: number) => (held === 0 ? '–' : formatShare(held, held + free, locale))
  return (
    <section className="border-t border-line px-4.5 py-3">
      <h3 className="text-sm font-semibold">{t('room')}</h3>
      <table className="mt-1.5 w-full text-left">
        <thead>
          <tr className="text-sm text-ink-2">
            <th scope="col" className="py-1 font-normal">
              {t('zone')}
            </th>
            {(['vcpu', 'memory', 'volume'] as const).map((each) => (
              <th key={each} scope="col" className="py-1 text-right font-normal">
                {t(`roomOf.${each}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line tabular-nums">
          {found.room.map(({ zone, held, free }) => (
            <tr key={zone}>
              <th scope="row" className="py-1.5 font-normal">
                {zone}
              </th>
              <td className="py-1.5 text-right">{share(held.vcpu, free.vcpu)}</td>
              <td className="py-1.5 text-right">{share(held.memoryMib, free.memoryMib)}</td>
              <td className="py-1.5 text-right">{share(held.volumeGib, free.volumeGib)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
