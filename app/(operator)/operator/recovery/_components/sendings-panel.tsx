'use client'
import { useTranslations } from 'next-intl'
import { RowHeadTable } from '~/components/table/row-head-table'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { FieldContext } from '~/components/ui/fields/field-context'
import type { DoubtfulSending } from '~/lib/restoration/client'
import { SendingActions } from './sending-actions'
import { useChoice, useRefreshWhileWaiting } from './use-choice'

type Props = {
  sendings: readonly DoubtfulSending[]
  /** Why this person may not decide; undefined if allowed. */
  refusal: string | undefined
}

/** What may have been sent before the restore: it waits until two people decide, for one or for many. */
export function SendingsPanel({ sendings, refusal }: Props) {
  const t = useTranslations('restoration.sending')
  useRefreshWhileWaiting(sendings.some(({ state }) => state === 'waiting'))
  const open = sendings.filter(({ state }) => state !== 'waiting')
  const choice = useChoice(open)
  return (
    <FieldContext value={null}>
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-4.5 pb-3">
        {choice.box('all-sendings', t('all', { count: open.length }))}
        <SendingActions rows={choice.chosen} refusal={refusal} onDone={choice.clear} />
      </div>
      <RowHeadTable
        caption={t('title')}
        rows={sendings}
        rowKey={({ id }) => id}
        columns={[
          {
            id: 'sending',
            header: t('column.sending'),
            className: 'md:min-w-64',
            cell: (sending) =>
              choice.boxOf(
                sending,
                `sending-${sending.id}`,
                <>
                  {t(`kind.${sending.kind}`)} <span className="font-normal">{sending.name}</span>
                </>,
              ),
          },
          {
            id: 'reference',
            header: t('column.reference'),
            className: 'font-mono text-xs wrap-anywhere',
            cell: ({ receiverReference }) => receiverReference,
          },
          {
            id: 'organisation',
            header: t('column.organisation'),
            className: 'text-sm wrap-anywhere',
            cell: ({ organisationName }) => organisationName ?? '–',
          },
          {
            id: 'plannedAt',
            header: t('column.plannedAt'),
            className: 'text-sm',
            cell: ({ plannedAt }) => (plannedAt ? <Timestamp at={new Date(plannedAt)} look="short" /> : '–'),
          },
          {
            id: 'decision',
            header: t('column.decision'),
            className: 'text-sm',
            cell: (sending) => <Decision sending={sending} />,
          },
        ]}
      />
    </FieldContext>
  )
}

function Decision({ sending: { state, proposal } }: { sending: DoubtfulSending }) {
  const t = useTranslations('restoration.sending')
  if (!proposal) return '–'
  return (
    <span className="grid justify-items-start gap-1">
      <StatePill tone="warn">
        {t(state === 'waiting' ? `deciding.${proposal.outcome}` : `proposed.${proposal.outcome}`)}
      </StatePill>
      <span className="text-ink-2 wrap-anywhere">
        {proposal.proposedBy} – {proposal.reference}
      </span>
    </span>
  )
}
