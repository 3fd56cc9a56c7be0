import { useTranslations } from 'next-intl'
import { RowHeadTable } from '~/components/table/row-head-table'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { PastRecovery } from '~/lib/recovery/client'

/** Recoveries that ended. */
export function PastTable({ recoveries }: { recoveries: readonly PastRecovery[] }) {
  const t = useTranslations('restoration.past')
  const reasons = useTranslations('recovery')
  return (
    <RowHeadTable
      caption={t('title')}
      rows={recoveries}
      rowKey={(recovery) => recovery.id}
      columns={[
        {
          id: 'began',
          header: t('began'),
          className: 'text-sm whitespace-nowrap',
          cell: ({ beganAt }) => <Timestamp at={new Date(beganAt)} look="short" />,
        },
        {
          id: 'reason',
          header: t('reason'),
          className: 'text-sm md:min-w-64',
          cell: ({ reason }) => reasons(`reason.${reason}`),
        },
        {
          id: 'ended',
          header: t('ended'),
          className: 'text-sm',
          cell: ({ endedAt, endedBy, isContinued }) => (
            <>
              <Timestamp at={new Date(endedAt)} look="short" />
              <span className="block text-ink-2">{endedBy ?? t(isContinued ? 'worker' : 'commandLine')}</span>
            </>
          ),
        },
        {
          id: 'outcome',
          header: t('outcome'),
          className: 'text-sm',
          cell: ({ dataLost, parkedSagas }) =>
            dataLost ? t('lost', { count: parkedSagas }) : t('nothingLost'),
        },
      ]}
    />
  )
}
