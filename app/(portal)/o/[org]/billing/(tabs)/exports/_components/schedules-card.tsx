import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { type ExportOfferView, type ExportScheduleView, ownFailures } from '~/lib/billing/client'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { CreateSchedule } from './create-schedule'
import { EndSchedule } from './end-schedule'

type Props = {
  organisationId: string
  schedules: readonly ExportScheduleView[]
  kinds: ExportOfferView['kinds']
  refusal: string | undefined
}

const tones: Readonly<Record<'waiting' | 'delivered' | 'failed', Tone>> = {
  waiting: 'info',
  delivered: 'ok',
  failed: 'bad',
}

/** The monthly exports, with the result of the last one. */
export function SchedulesCard({ organisationId, schedules, kinds, refusal }: Props) {
  const t = useTranslations('billingExports')
  const locale = useLocale() as Locale
  const failureOf = (failure: string) => {
    const own = ownFailures.find((each) => each === failure)
    return own ? (
      <span className="text-sm">{t(`schedules.failures.${own}`)}</span>
    ) : (
      <span className="font-mono text-sm">{failure}</span>
    )
  }
  const labelOf = ({ kind, format }: ExportScheduleView) => `${t(`kind.${kind}`)}, ${t(`format.${format}`)}`
  return (
    <Card
      title={t('schedules.title')}
      note={t('schedules.note')}
      padded={false}
      actions={<CreateSchedule organisationId={organisationId} kinds={kinds} refusal={refusal} />}
    >
      <DataTable
        caption={t('schedules.title')}
        rows={schedules}
        rowKey={(row) => row.id}
        columns={[
          {
            id: 'what',
            header: t('schedules.what'),
            cell: labelOf,
            className: 'max-md:min-w-44 max-md:whitespace-normal',
          },
          {
            id: 'destination',
            header: t('schedules.destination'),
            cell: (row) =>
              row.address === null ? (
                t('schedules.mail')
              ) : (
                <span className="font-mono text-sm break-all">{row.address}</span>
              ),
          },
          {
            id: 'month',
            header: t('month'),
            cell: (row) => (row.last ? formatMonth(row.last.period, locale) : t('schedules.never')),
          },
          {
            id: 'state',
            header: t('state'),
            cell: ({ last }) =>
              last && (
                <span className="grid justify-items-start gap-0.5">
                  <StatePill tone={tones[last.state]}>{t(`schedules.states.${last.state}`)}</StatePill>
                  {last.failure && failureOf(last.failure)}
                </span>
              ),
          },
          {
            id: 'at',
            header: t('schedules.at'),
            cell: ({ last }) => last?.finishedAt && <Timestamp at={new Date(last.finishedAt)} />,
          },
          {
            id: 'end',
            header: t('schedules.actions'),
            cell: (row) => (
              <EndSchedule
                organisationId={organisationId}
                scheduleId={row.id}
                label={labelOf(row)}
                refusal={refusal}
              />
            ),
          },
        ]}
        empty={<p className="px-4.5 py-3.5 text-sm text-ink-2">{t('schedules.none')}</p>}
      />
    </Card>
  )
}
