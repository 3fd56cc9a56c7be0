'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { copyMoment } from '~/components/compute/copies/copy-moment'
import { MachineNameField } from '~/components/compute/machine-name-field'
import { FieldContext } from '~/components/ui/fields/field-context'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { Id } from '~/lib/kernel/ids'
import { formatGb, type Locale } from '~/lib/kernel/text/format'
import type { InstanceSnapshotView, InstanceView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import type { SnapshotActs } from './use-snapshot-actions'

type Props = {
  organisationId: string
  instance: InstanceView
  snapshots: readonly InstanceSnapshotView[]
  price: string
  /** Whether the image needs approval. */
  note: ReactNode
  onClose: () => void
  save: SnapshotActs['makeImage']
}

const liveDisk = 'disk' as const

/** Makes an image of a stopped server's disk, or of a snapshot, and opens the list of images. */
export function MakeImageDialog({ organisationId, instance, snapshots, price, note, onClose, save }: Props) {
  const t = useTranslations('snapshots')
  const locale = useLocale() as Locale
  const router = useRouter()
  const isStopped = instance.state === 'stopped'
  const standing = snapshots.filter((each) => each.state === 'available')
  const [name, setName] = useState('')
  const [source, setSource] = useState<Id<'snapshot'> | typeof liveDisk | undefined>(
    isStopped ? liveDisk : standing[0]?.id,
  )
  const make = async () => {
    if (!source) return { ok: false as const, code: 'invalid_input' as const }
    const snapshotId = source === liveDisk ? null : source
    const result = await save({ snapshotId, name: name.trim() })
    if (result.ok && result.data.outcome === 'done') router.push(routes.org.images(organisationId))
    return result
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('image.title', { name: instance.name })}
      confirmLabel={t('image.make')}
      onConfirm={make}
    >
      <p>{t('image.text', { price, size: formatGb(instance.bundle.rootDiskGib, locale) })}</p>
      <p className="text-ink-2">{t('image.inside')}</p>
      <FieldContext value={null}>
        <MachineNameField name="image-name" label={t('image.name')} value={name} onChange={setName} />
        <RadioGroup
          name="image-source"
          legend={t('image.source')}
          {...(source && { value: source })}
          onValueChange={setSource}
          options={[
            ...(isStopped ? [{ value: liveDisk, label: t('image.asItIs') }] : []),
            ...standing.map((each) => ({
              value: each.id,
              label: each.name,
              hint: copyMoment(each, locale),
            })),
          ]}
        />
      </FieldContext>
      {note}
    </ConfirmDialog>
  )
}
