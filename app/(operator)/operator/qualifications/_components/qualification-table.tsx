import { useLocale, useTranslations } from 'next-intl'
import { StandingPill } from '~/components/qualifications/standing-pill'
import { useQualificationName } from '~/components/qualifications/use-qualification-name'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Timestamp } from '~/components/ui/display/timestamp'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import type { QualificationEntry } from '~/lib/qualifications/client'
import { ChangeQualification, WithdrawQualification } from './qualification-actions'

type Props = { entries: readonly QualificationEntry[]; today: string; mayChange: boolean }

export function QualificationTable({ entries, today, mayChange }: Props) {
  const t = useTranslations('qualifications')
  const locale = useLocale()
  const nameOf = useQualificationName()
  const day = (text: string) => <Timestamp at={startOfParisDay(text)} look="date" />
  const actions: Column<QualificationEntry> = {
    id: 'actions',
    header: t('actions'),
    cell: (row) => (
      <div className="grid justify-items-start gap-1">
        <ChangeQualification today={today} entry={row} name={nameOf(row)} />
        {row.status !== 'withdrawn' && <WithdrawQualification today={today} entry={row} name={nameOf(row)} />}
      </div>
    ),
  }
  return (
    <DataTable
      caption={t('title')}
      rows={entries}
      rowKey={(row) => row.id}
      columns={[
        { id: 'name', header: t('name'), cell: nameOf },
        {
          id: 'standing',
          header: t('standingHead'),
          cell: (row) => (
            <>
              <StandingPill standing={row.standing} />
              <span className="mt-0.5 block text-sm text-ink-3">
                {t.rich('since', { date: () => day(row.statusOn) })}
              </span>
            </>
          ),
        },
        { id: 'until', header: t('until'), cell: (row) => row.validUntil && day(row.validUntil) },
        { id: 'scope', header: t('scope'), cell: (row) => (locale === 'en' ? row.scopeEn : row.scopeFr) },
        {
          id: 'proof',
          header: t('proof'),
          cell: (row) => (
            <>
              {row.body}
              <span className="block font-mono text-sm text-ink-3">{row.reference}</span>
            </>
          ),
        },
        {
          id: 'changed',
          header: t('changed'),
          cell: (row) => (
            <>
              <Timestamp at={new Date(row.changedAt)} look="short" />
              <span className="block text-sm text-ink-3">{row.changedBy ?? t('product')}</span>
            </>
          ),
        },
        ...(mayChange ? [actions] : []),
      ]}
      empty={<EmptyState title={t('none')}>{t('noneText')}</EmptyState>}
    />
  )
}
