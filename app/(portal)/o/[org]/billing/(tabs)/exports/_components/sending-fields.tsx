'use client'
import { useTranslations } from 'next-intl'
import { CheckGroup } from '~/components/ui/fields/check-group'
import { Select } from '~/components/ui/fields/select'
import {
  type ExportFormat,
  type ExportKind,
  type ExportRecipientView,
  sendingDays,
} from '~/lib/billing/client'

type DayProps = { day: number; onChange: (day: number) => void }

/** The day of the next month on which a file is sent. */
export function DayField({ day, onChange }: DayProps) {
  const t = useTranslations('billingExports.schedules')
  return (
    <Select
      name="day"
      label={t('day')}
      hint={t('dayHint')}
      value={`${day}`}
      options={sendingDays.map((each) => ({ value: `${each}`, label: t('dayOption', { day: each }) }))}
      onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}
    />
  )
}

type RecipientsProps = {
  members: readonly ExportRecipientView[]
  chosen: readonly string[]
  onChange: (memberIds: string[]) => void
}

/** The members who get the file by mail. */
export function RecipientsField({ members, chosen, onChange }: RecipientsProps) {
  const t = useTranslations('billingExports.schedules')
  return (
    <CheckGroup
      name="recipients"
      legend={t('recipients')}
      hint={t('recipientsHint')}
      value={chosen}
      onValueChange={onChange}
      options={members.map(({ memberId, fullName, email, isSelf }) => ({
        value: memberId,
        label: isSelf ? t('self', { name: fullName }) : fullName,
        note: email,
      }))}
    />
  )
}

type FormatProps = {
  kind: ExportKind
  formats: readonly ExportFormat[]
  format: ExportFormat
  onChange: (format: ExportFormat) => void
}

/** The format of one export. */
export function FormatField({ kind, formats, format, onChange }: FormatProps) {
  const t = useTranslations('billingExports')
  return (
    <Select
      name={`format-${kind}`}
      label={t('schedules.formatOf', { kind: t(`kind.${kind}`) })}
      value={format}
      options={formats.map((each) => ({ value: each, label: t(`format.${each}`) }))}
      onChange={({ currentTarget }) => onChange(currentTarget.value as ExportFormat)}
    />
  )
}
