'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { numberOfHeld } from '~/app/_client/use-optimistic-run'
import { copyMoment } from '~/components/compute/copies/copy-moment'
import { MachineNameField } from '~/components/compute/machine-name-field'
import { FieldContext } from '~/components/ui/fields/field-context'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { formatGb, type Locale } from '~/lib/kernel/text/format'
import type { BackupTarget, SnapshotView, VolumeView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { makeBackupAction } from '../../../backups/actions'
import { BackupPlaceField, firstPlace, placeKey } from './backup-place-field'

type Props = {
  organisationId: string
  volume: VolumeView
  snapshots: readonly SnapshotView[]
  targets: readonly BackupTarget[]
  price: string
  /** Whether the backup needs approval. */
  note: ReactNode
  onClose: () => void
}

const liveVolume = 'volume'

/** Backs up the volume or one of its snapshots to the chosen location, and opens the list of backups. */
export function MakeBackupDialog({
  organisationId,
  volume,
  snapshots,
  targets,
  price,
  note,
  onClose,
}: Props) {
  const t = useTranslations('snapshots.backup')
  const common = useTranslations('common')
  const locale = useLocale() as Locale
  const router = useRouter()
  const standing = snapshots.filter((each) => each.state === 'available')
  const [name, setName] = useState('')
  const [source, setSource] = useState<string>(liveVolume)
  const [place, setPlace] = useState(firstPlace(targets, volume.zone.id))
  const make = async () => {
    const target = targets.find((each) => placeKey(each) === place)
    if (!target) return { ok: false as const, code: 'invalid_input' as const }
    const { zoneId, volumeClass } = target
    const snapshotId = source === liveVolume ? null : source
    const input = { organisationId, volumeId: volume.id, snapshotId, zoneId, volumeClass, name: name.trim() }
    const result = await makeBackupAction(input)
    const number = result.ok ? numberOfHeld(result.data) : null
    if (number !== null) showToast('ok', common('changeWaits', { number }))
    else if (result.ok) router.push(routes.org.backups(organisationId))
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
      {volume.state === 'attached' && source === liveVolume && <p className="text-ink-2">{t('attached')}</p>}
      <FieldContext value={null}>
        <MachineNameField name="backup-name" label={t('name')} value={name} onChange={setName} />
        <BackupPlaceField targets={targets} value={place} onChange={setPlace} />
        {standing.length > 0 && (
          <RadioGroup
            name="backup-source"
            legend={t('source')}
            value={source}
            onValueChange={setSource}
            options={[
              { value: liveVolume, label: t('asItIs') },
              ...standing.map((each) => ({
                value: each.id,
                label: each.name,
                hint: copyMoment(each, locale),
              })),
            ]}
          />
        )}
      </FieldContext>
      {note}
    </ConfirmDialog>
  )
}
