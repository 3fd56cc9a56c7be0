'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import type { ScheduleView } from '~/lib/resources/client'

type Props = {
  kind: 'snapshot' | 'backup'
  schedule: ScheduleView | null
  /** Another schedule was requested and is not decided yet. */
  isWaiting: boolean
  disabledReason: string | undefined
  onChange: () => void
}

/** The schedule and its next run, or none; and why the last run failed. */
export function ScheduleLine({ kind, schedule, isWaiting, disabledReason, onChange }: Props) {
  const t = useTranslations('snapshots.schedule')
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4.5 py-2.5">
      <div className="min-w-0">
        {schedule ? (
          <Rule kind={kind} schedule={schedule} />
        ) : (
          <p className="text-ink-2">{t(`${kind}.none`)}</p>
        )}
        {isWaiting && <p className="text-sm text-ink-2">{t('waiting')}</p>}
        {schedule?.failure && <Failure kind={kind} failure={schedule.failure} />}
      </div>
      <Button size="sm" disabledReason={disabledReason} onClick={onChange}>
        {t(schedule ? `${kind}.change` : `${kind}.set`)}
      </Button>
    </div>
  )
}

type Kind = Props['kind']

function Rule({ kind, schedule }: { kind: Kind; schedule: ScheduleView }) {
  const t = useTranslations('snapshots.schedule')
  const locale = useLocale() as Locale
  const { rule, keep, nextDueAt } = schedule
  const when =
    rule.rhythm === 'hourly'
      ? t('hourly', { hours: rule.everyHours })
      : rule.rhythm === 'daily'
        ? t('daily', { hour: rule.atHour })
        : t('weekly', { weekday: t(`weekday.${rule.onWeekday}`), hour: rule.atHour })
  return (
    <>
      <p>
        <span className="font-semibold">{when}</span>, {t(`${kind}.kept`, { keep })}
      </p>
      <p className="text-sm text-ink-2">
        {t(`${kind}.next`, { at: formatDateTime(new Date(nextDueAt), locale) })}
      </p>
    </>
  )
}

function Failure({ kind, failure }: { kind: Kind; failure: NonNullable<ScheduleView['failure']> }) {
  const t = useTranslations('snapshots.schedule')
  const causes = useTranslations('provisioning')
  const refusalText = useRefusalText()
  const locale = useLocale() as Locale
  const key = `failure.${failure.code}`
  // A worker's refusals have translations, a hypervisor's do not.
  const why = causes.has(key) && !failure.params.reason ? causes(key) : refusalText(failure)
  return (
    <p role="status" className="mt-1 text-sm text-bad">
      {t(`${kind}.failed`, { at: formatDateTime(new Date(failure.at), locale), why })}
    </p>
  )
}
