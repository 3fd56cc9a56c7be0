import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import {
  type ExportOfferView,
  type ExportRecipientView,
  type ExportScheduleView,
  ownFailures,
} from '~/lib/billing/client'
import { formatDate, formatMonth, type Locale } from '~/lib/kernel/text/format'
import { CreateSchedule } from './create-schedule'
import { ScheduleActs } from './schedule-acts'

type Props = {
  organisationId: string
  schedules: readonly ExportScheduleView[]
  members: readonly ExportRecipientView[]
  kinds: ExportOfferView['kinds']
  refusal: string | undefined
}

const tones: Readonly<Record<'waiting' | 'delivered' | 'failed', Tone>> = {
  waiting: 'info',
  delivered: 'ok',
  failed: 'bad',
}

/** The monthly exports: to whom, when next, and the result of the last sending. */
export function SchedulesCard({ organisationId, schedules, members, kinds, refusal }: Props) {
  const t = useTranslations('billingExports')
  return (
    <Card
      title={t('schedules.title')}
      note={t('schedules.note')}
      padded={false}
      actions={
        <CreateSchedule
          organisationId={organisationId}
          kinds={kinds}
          members={members}
          scheduled={schedules.map(({ kind }) => kind)}
          refusal={refusal}
          label={t('schedules.create')}
        />
      }
    >
      <DataTable
        caption={t('schedules.title')}
        rows={schedules}
        rowKey={(row) => row.id}
        columns={[
          { id: 'what', header: t('schedules.what'), cell: (row) => <What schedule={row} /> },
          { id: 'to', header: t('schedules.to'), cell: (row) => <Destination schedule={row} /> },
          { id: 'next', header: t('schedules.next'), cell: (row) => <Next schedule={row} /> },
          { id: 'last', header: t('schedules.last'), cell: ({ last }) => <Last last={last} /> },
          {
            id: 'acts',
            header: t('schedules.acts'),
            cell: (row) => (
              <ScheduleActs
                organisationId={organisationId}
                schedule={row}
                formats={kinds.find(({ kind }) => kind === row.kind)?.formats ?? [row.format]}
                members={members}
                label={t(`kind.${row.kind}`)}
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

const stack = 'grid justify-items-start gap-0.5 max-md:min-w-44 whitespace-normal'
const small = 'text-sm text-ink-2'

function What({ schedule: { kind, format, day } }: { schedule: ExportScheduleView }) {
  const t = useTranslations('billingExports')
  return (
    <span className={stack}>
      {t(`kind.${kind}`)}
      <span className={small}>{t('schedules.every', { day, format: t(`format.${format}`) })}</span>
    </span>
  )
}

function Destination({ schedule }: { schedule: ExportScheduleView }) {
  const t = useTranslations('billingExports.schedules')
  const { address, recipients, lostRecipients } = schedule
  if (address !== null) return <span className="font-mono text-sm break-all">{address}</span>
  return (
    <span className={stack}>
      {recipients.length === 0 ? (
        <>
          <StatePill tone="bad">{t('noRecipient')}</StatePill>
          <span className={small}>{t('noRecipientText')}</span>
        </>
      ) : (
        recipients.map(({ memberId, fullName }) => <span key={memberId}>{fullName}</span>)
      )}
      {lostRecipients > 0 && <span className={small}>{t('lost', { count: lostRecipients })}</span>}
    </span>
  )
}

function Next({ schedule: { next, isPaused } }: { schedule: ExportScheduleView }) {
  const t = useTranslations('billingExports.schedules')
  const locale = useLocale() as Locale
  if (isPaused || next === null) return <StatePill tone="off">{t('paused')}</StatePill>
  const month = formatMonth(next.period, locale)
  if (next.isDue) return <span className={stack}>{t('onceBilled', { month })}</span>
  return (
    <span className={stack}>
      {formatDate(new Date(next.at), locale)}
      <span className={small}>{month}</span>
    </span>
  )
}

function Last({ last }: { last: ExportScheduleView['last'] }) {
  const t = useTranslations('billingExports.schedules')
  const locale = useLocale() as Locale
  if (!last) return <span className={small}>{t('never')}</span>
  const own = ownFailures.find((each) => each === last.failure)
  return (
    <span className={stack}>
      <span className="flex flex-wrap items-center gap-2">
        {formatMonth(last.period, locale)}
        <StatePill tone={tones[last.state]}>{t(`states.${last.state}`)}</StatePill>
      </span>
      {last.failure && (
        <span className={own ? 'text-sm' : 'font-mono text-sm'}>
          {own ? t(`failures.${own}`) : last.failure}
        </span>
      )}
      {last.finishedAt && (
        <span className={small}>
          <Timestamp at={new Date(last.finishedAt)} />
        </span>
      )}
    </span>
  )
}
