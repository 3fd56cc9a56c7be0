'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { useReason } from '~/components/compute/use-reason'
import { Icon } from '~/components/ui/display/icon'
import { Button } from '~/components/ui/links/button'
import type { WaitsFrom } from '~/lib/ordering/client'
import type { ResizeChoice } from '~/lib/resources/client'
import { type InstanceView, instanceCan } from '~/lib/resources/client'
import type { InstanceActs } from './use-instance-actions'

// Pages are read far more often than changed: load dialogs when they open.
const RenameDialog = lazy(async () => ({
  default: (await import('~/components/compute/rename-dialog')).RenameDialog,
}))
const TagsDialog = lazy(async () => ({
  default: (await import('~/components/compute/tags-dialog')).TagsDialog,
}))
const ResizeDialog = lazy(async () => ({ default: (await import('./resize-dialog')).ResizeDialog }))

type Props = {
  instance: InstanceView
  act: InstanceActs
  resizeChoices: readonly ResizeChoice[]
  waitsFrom: WaitsFrom
  mayOperate: boolean
}

/** The everyday actions. An unavailable action stays visible and gives its reason. */
export function InstanceActions({ instance, act, resizeChoices, waitsFrom, mayOperate }: Props) {
  const t = useTranslations('compute.action')
  const reason = useReason(mayOperate)
  const [open, setOpen] = useState<'resize' | 'rename' | 'tags' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Button
        icon={<Icon name="play" size={16} />}
        disabledReason={reason(instanceCan.start(instance))}
        onClick={act.start}
      >
        {t('start')}
      </Button>
      <Button
        icon={<Icon name="power" size={16} />}
        disabledReason={reason(instanceCan.stop(instance))}
        onClick={act.stop}
      >
        {t('stop')}
      </Button>
      <Button
        icon={<Icon name="refresh" size={16} />}
        disabledReason={reason(instanceCan.restart(instance))}
        onClick={act.restart}
      >
        {t('restart')}
      </Button>
      <Button disabledReason={reason(instanceCan.resize(instance))} onClick={() => setOpen('resize')}>
        {t('resize')}
      </Button>
      <Button
        variant="quiet"
        disabledReason={reason(instanceCan.rename(instance))}
        onClick={() => setOpen('rename')}
      >
        {t('rename')}
      </Button>
      <Button
        variant="quiet"
        disabledReason={reason(instanceCan.tag(instance))}
        onClick={() => setOpen('tags')}
      >
        {t('tags')}
      </Button>
      <Suspense fallback={null}>
        {open === 'resize' && (
          <ResizeDialog
            instance={instance}
            choices={resizeChoices}
            waitsFrom={waitsFrom}
            onClose={close}
            save={act.resize}
          />
        )}
        {open === 'rename' && <RenameDialog name={instance.name} onClose={close} save={act.rename} />}
        {open === 'tags' && (
          <TagsDialog name={instance.name} tags={instance.tags} onClose={close} save={act.tag} />
        )}
      </Suspense>
    </>
  )
}
