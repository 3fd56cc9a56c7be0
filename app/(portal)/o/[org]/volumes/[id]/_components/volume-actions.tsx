'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { useReason } from '~/components/compute/use-reason'
import { Button } from '~/components/ui/links/button'
import type { WaitsFrom } from '~/lib/ordering/client'
import type { GrowthChoice } from '~/lib/resources/client'
import { type VolumeView, volumeCan } from '~/lib/resources/client'
import type { VolumeActs } from './use-volume-actions'

// Pages are read far more often than changed: load dialogs when they open.
const GrowDialog = lazy(async () => ({
  default: (await import('./grow-volume-dialog')).GrowVolumeDialog,
}))
const RenameDialog = lazy(async () => ({
  default: (await import('~/components/compute/rename-dialog')).RenameDialog,
}))
const TagsDialog = lazy(async () => ({
  default: (await import('~/components/compute/tags-dialog')).TagsDialog,
}))

type Props = {
  volume: VolumeView
  growthChoices: readonly GrowthChoice[]
  waitsFrom: WaitsFrom
  act: VolumeActs
  mayOperate: boolean
}

/** Size, name and tags. The attachment card has the remaining actions. */
export function VolumeActions({ volume, growthChoices, waitsFrom, act, mayOperate }: Props) {
  const t = useTranslations('compute.action')
  const reason = useReason(mayOperate)
  const [open, setOpen] = useState<'grow' | 'rename' | 'tags' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Button disabledReason={reason(volumeCan.grow(volume))} onClick={() => setOpen('grow')}>
        {t('grow')}
      </Button>
      <Button
        variant="quiet"
        disabledReason={reason(volumeCan.rename(volume))}
        onClick={() => setOpen('rename')}
      >
        {t('rename')}
      </Button>
      <Button variant="quiet" disabledReason={reason(volumeCan.tag(volume))} onClick={() => setOpen('tags')}>
        {t('tags')}
      </Button>
      <Suspense fallback={null}>
        {open === 'grow' && (
          <GrowDialog
            volume={volume}
            choices={growthChoices}
            waitsFrom={waitsFrom}
            onClose={close}
            save={act.grow}
          />
        )}
        {open === 'rename' && <RenameDialog name={volume.name} onClose={close} save={act.rename} />}
        {open === 'tags' && (
          <TagsDialog name={volume.name} tags={volume.tags} onClose={close} save={act.tag} />
        )}
      </Suspense>
    </>
  )
}
