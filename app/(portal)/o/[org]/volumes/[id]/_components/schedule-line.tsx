'use client'
import { useLocale, useTranslations } from 'next-intl'
import type { VolumePage } from '~/app/_client/compute'
import { useReason } from '~/components/compute/use-reason'
import { Button } from '~/components/ui/button'
import { useRefusalText } from '~/components/ui/use-refusal-text'
import { volumeCan } from '~/lib/compute/client'
import { formatDateTime, type Locale } from '~/lib/kernel/format'
import type { ScheduleView } from '~/lib/provisioning/client'

type Props = { page: VolumePage; mayOperate: boolean; onChange: () => void }

/** What is taken by itself and when next, or that nothing is; and why the last one was not. */
export function ScheduleLine({ page, mayOperate, onChange }: Props) {
  const t = useTranslations('snapshots.schedule')
  const reason = useReason(mayOperate)
  const { volume, schedule, snapshotMonthlyCents } = page
  const decision =
    snapshotMonthlyCents === null
      ? { allowed: false as const, reason: 'snapshots_not_sold' }
      : volumeCan.schedule(volume)
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4.5 py-2.5">
      <div className="min-w-0">
        {schedule ? <Rule schedule={schedule} /> : <p className="text-ink-2">{t('none')}</p>}
        {schedule?.failure && <Failure failure={schedule.failure} />}
      </div>
      <Button size="sm" disabledReason={reason(decision)} onClick={onChange}>
        {schedule ? t('change') : t('set')}
      </Button>
    </div>
  )
}

function Rule({ schedule }: { schedule: ScheduleView }) {
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
        <span className="font-semibold">{when}</span>, {t('kept', { keep })}
      </p>
      <p className="text-sm text-ink-2">{t('next', { at: formatDateTime(new Date(nextDueAt), locale) })}</p>
    </>
  )
}

function Failure({ failure }: { failure: NonNullable<ScheduleView['failure']> }) {
  const t = useTranslations('snapshots.schedule')
  const causes = useTranslations('provisioning')
  const refusalText = useRefusalText()
  const locale = useLocale() as Locale
  const key = `failure.${failure.code}`
  // A worker refuses in the words of the site, a hypervisor in its own.
  const why = causes.has(key) && !failure.params.reason ? causes(key) : refusalText(failure)
  return (
    <p role="status" className="mt-1 text-sm text-bad">
      {t('failed', { at: formatDateTime(new Date(failure.at), locale), why })}
    </p>
  )
}
