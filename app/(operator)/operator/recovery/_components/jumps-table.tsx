import { useTranslations } from 'next-intl'
import { RowHeadTable } from '~/components/table/row-head-table'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { NumberJumpView } from '~/lib/restoration/client'
import { JumpDecision } from './jump-decision'

/** Numbers that are in no row because they were given out before a restore. */
export function JumpsTable({
  jumps,
  refusal,
}: {
  jumps: readonly NumberJumpView[]
  refusal: string | undefined
}) {
  const t = useTranslations('restoration.jump')
  return (
    <RowHeadTable
      caption={t('list')}
      rows={jumps}
      rowKey={({ id }) => id}
      columns={[
        {
          id: 'numbers',
          header: t('column.numbers'),
          className: 'font-mono text-sm',
          cell: ({ series, fromNumber, toNumber }) => `${series} · ${fromNumber}–${toNumber}`,
        },
        {
          id: 'reason',
          header: t('column.reason'),
          className: 'text-sm wrap-anywhere md:min-w-48',
          cell: ({ reason, reference }) => (
            <>
              {reason}
              <span className="block text-ink-2">{reference}</span>
            </>
          ),
        },
        {
          id: 'proposedBy',
          header: t('column.proposedBy'),
          className: 'text-sm',
          cell: ({ proposedBy }) => proposedBy,
        },
        {
          id: 'state',
          header: t('column.state'),
          className: 'text-sm',
          cell: (jump) =>
            jump.confirmedAt ? (
              <>
                {t('confirmed')} <Timestamp at={new Date(jump.confirmedAt)} look="short" />
              </>
            ) : (
              <JumpDecision jump={jump} refusal={refusal} />
            ),
        },
      ]}
    />
  )
}
