'use client'
import { useTranslations } from 'next-intl'
import { FieldContext } from '~/components/ui/fields/field-context'
import { Select } from '~/components/ui/fields/select'
import type { BackupPlace, BackupTarget } from '~/lib/resources/client'

export const placeKey = ({ zoneId, volumeClass }: BackupPlace) => `${zoneId} ${volumeClass}`

/** Other zones first: distance protects a backup from the fate of its volume. */
export function firstPlace(targets: readonly BackupTarget[], zoneId: string): string {
  const first = targets.find((each) => each.zoneId !== zoneId) ?? targets[0]
  return first ? placeKey(first) : ''
}

type Props = { targets: readonly BackupTarget[]; value: string; onChange: (place: string) => void }

/** The location of backups: a zone and a storage class. */
export function BackupPlaceField({ targets, value, onChange }: Props) {
  const t = useTranslations('snapshots.backup')
  const label = (each: BackupTarget) =>
    t('placeOption', { zone: each.name, code: each.code, class: t(`class.${each.volumeClass}`) })
  return (
    <FieldContext value={null}>
      <Select
        name="backup-place"
        label={t('place')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        options={targets.map((each) => ({ value: placeKey(each), label: label(each) }))}
      />
    </FieldContext>
  )
}
