'use client'
import { useTranslations } from 'next-intl'
import { FieldContext } from '~/components/ui/fields/field-context'
import { NumberField } from '~/components/ui/fields/number-field'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { Select } from '~/components/ui/fields/select'
import { hoursBetween, keptMax } from '~/lib/resources/schema'
import type { ScheduleChoice } from './use-volume-actions'

const rhythms = ['none', 'hourly', 'daily', 'weekly'] as const
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** All fields; the rhythm determines which of them apply. */
export type Schedule = {
  rhythm: (typeof rhythms)[number]
  everyHours: number
  atHour: number
  onWeekday: number
  keep: number
}
export const emptyChoice: Schedule = { rhythm: 'daily', everyHours: 6, atHour: 3, onWeekday: 7, keep: 7 }

export function toRule({ rhythm, everyHours, atHour, onWeekday }: Schedule): ScheduleChoice | null {
  switch (rhythm) {
    case 'none':
      return null
    case 'hourly':
      return { rhythm, everyHours: everyHours as (typeof hoursBetween)[number] }
    case 'daily':
      return { rhythm, atHour }
    case 'weekly':
      return { rhythm, onWeekday, atHour }
  }
}

type Props = {
  kind: 'snapshot' | 'backup'
  choice: Schedule
  onChange: (change: Partial<Schedule>) => void
}

export function ScheduleFields({ kind, choice, onChange }: Props) {
  const t = useTranslations('snapshots.schedule')
  const { rhythm } = choice
  const options = (values: readonly number[], label: (value: number) => string) =>
    values.map((value) => ({ value: String(value), label: label(value) }))
  return (
    <FieldContext value={null}>
      <RadioGroup
        name="rhythm"
        legend={t('rhythm')}
        look="chips"
        value={rhythm}
        onValueChange={(value) => onChange({ rhythm: value as Schedule['rhythm'] })}
        options={rhythms.map((value) => ({ value, label: t(`rhythms.${value}`) }))}
      />
      {rhythm === 'hourly' && (
        <Select
          name="every-hours"
          label={t('everyHours')}
          value={String(choice.everyHours)}
          onChange={(event) => onChange({ everyHours: Number(event.currentTarget.value) })}
          options={options(hoursBetween, (value) => t('hourly', { hours: value }))}
        />
      )}
      {rhythm === 'weekly' && (
        <Select
          name="on-weekday"
          label={t('onWeekday')}
          value={String(choice.onWeekday)}
          onChange={(event) => onChange({ onWeekday: Number(event.currentTarget.value) })}
          options={options(weekdays, (value) => t(`weekday.${value}`))}
        />
      )}
      {(rhythm === 'daily' || rhythm === 'weekly') && (
        <Select
          name="at-hour"
          label={t('atHour')}
          value={String(choice.atHour)}
          onChange={(event) => onChange({ atHour: Number(event.currentTarget.value) })}
          options={options(hours, (value) => t('hour', { hour: value }))}
        />
      )}
      {rhythm !== 'none' && (
        <NumberField
          name="keep"
          label={t(`${kind}.keep`)}
          hint={t(`${kind}.keepHint`, { max: keptMax })}
          min={1}
          max={keptMax}
          value={choice.keep}
          onValueChange={(value) => onChange({ keep: Math.min(keptMax, Math.max(1, value || 1)) })}
        />
      )}
    </FieldContext>
  )
}
