'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { MachineNameField } from '~/components/compute/machine-name-field'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { FieldContext } from '~/components/ui/field-context'
import { RadioGroup } from '~/components/ui/radio-group'
import { Select } from '~/components/ui/select'
import type { SnapshotView, VolumeView } from '~/lib/compute/client'
import { formatDateTime, formatGb, type Locale } from '~/lib/kernel/format'
import type { Id } from '~/lib/kernel/ids'
import type { BackupTarget } from '~/lib/provisioning/client'
import { routes } from '~/lib/routes'
import { makeBackupAction } from '../../../backups/actions'

type Props = {
  organisationId: string
  volume: VolumeView
  snapshots: readonly SnapshotView[]
  targets: readonly BackupTarget[]
  price: string
  onClose: () => void
}

const asItIs = 'volume'
const keyOf = ({ zoneId, volumeClass }: BackupTarget) => `${zoneId} ${volumeClass}`

/** Makes a backup of the volume, or of one of its snapshots, in the place chosen; then the list of backups. */
export function MakeBackupDialog({ organisationId, volume, snapshots, targets, price, onClose }: Props) {
  const t = useTranslations('snapshots.backup')
  const locale = useLocale() as Locale
  const router = useRouter()
  const standing = snapshots.filter((each) => each.state === 'available')
  const [name, setName] = useState('')
  const [source, setSource] = useState<string>(asItIs)
  // Elsewhere first: what keeps a backup from the fate of its volume is the distance.
  const first = targets.find((each) => each.zoneId !== volume.zone.id) ?? targets[0]
  const [place, setPlace] = useState(first ? keyOf(first) : '')
  const make = async () => {
    const target = targets.find((each) => keyOf(each) === place)
    if (!target) return { ok: false as const, code: 'invalid_input' as const }
    const { zoneId, volumeClass } = target
    const snapshotId = source === asItIs ? null : (source as Id<'snapshot'>)
    const input = { organisationId, volumeId: volume.id, snapshotId, zoneId, volumeClass, name: name.trim() }
    const result = await makeBackupAction(input)
    if (result.ok) router.push(routes.org.backups(organisationId))
    return result
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('makeTitle', { name: volume.name })}
      confirmLabel={t('make')}
      onConfirm={make}
    >
      <p>{t('makeText', { price, size: formatGb(volume.sizeGib, locale) })}</p>
      {volume.state === 'attached' && source === asItIs && <p className="text-ink-2">{t('attached')}</p>}
      <FieldContext value={null}>
        <MachineNameField name="backup-name" label={t('name')} value={name} onChange={setName} />
        <Select
          name="backup-place"
          label={t('place')}
          value={place}
          onChange={(event) => setPlace(event.currentTarget.value)}
          options={targets.map((each) => ({
            value: keyOf(each),
            label: t('placeOption', {
              zone: each.name,
              code: each.code,
              class: t(`class.${each.volumeClass}`),
            }),
          }))}
        />
        {standing.length > 0 && (
          <RadioGroup
            name="backup-source"
            legend={t('source')}
            value={source}
            onValueChange={setSource}
            options={[
              { value: asItIs, label: t('asItIs') },
              ...standing.map((each) => ({
                value: each.id,
                label: each.name,
                hint: formatDateTime(new Date(each.takenAt ?? each.createdAt), locale),
              })),
            ]}
          />
        )}
      </FieldContext>
    </ConfirmDialog>
  )
}
