'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import type { InstancePage } from '~/app/_client/compute'
import { useReason } from '~/components/compute/use-reason'
import { Icon } from '~/components/ui/display/icon'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { WaitsFrom } from '~/lib/ordering/client'
import type { ResizeChoice } from '~/lib/resources/client'
import { type InstanceView, instanceCan } from '~/lib/resources/client'
import { InterruptedBalancers } from './interrupted-balancers'
import { useAskedAct } from './use-asked-act'
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
  balancers: InstancePage['balancers']
  act: InstanceActs
  resizeChoices: readonly ResizeChoice[]
  waitsFrom: WaitsFrom
  mayOperate: boolean
}

/** The everyday actions. An unavailable action stays visible and gives its reason. */
export function InstanceActions({ instance, balancers, act, resizeChoices, waitsFrom, mayOperate }: Props) {
  const t = useTranslations('compute.action')
  const title = useTranslations('compute.interruption')
  const reason = useReason(mayOperate)
  const [open, setOpen] = useState<'start' | 'stop' | 'restart' | 'resize' | 'rename' | 'tags' | null>(null)
  const close = () => setOpen(null)
  // The dialog's act has no focus: anybody can write an address.
  useAskedAct((act) => {
    const refusal = reason(instanceCan[act](instance))
    if (refusal) showToast('bad', refusal)
    else setOpen(act)
  })
  // Visitors of a load balancer may notice the interruption.
  const interrupt = (how: 'stop' | 'restart') => (balancers.length > 0 ? setOpen(how) : act[how]())
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
        onClick={() => interrupt('stop')}
      >
        {t('stop')}
      </Button>
      <Button
        icon={<Icon name="refresh" size={16} />}
        disabledReason={reason(instanceCan.restart(instance))}
        onClick={() => interrupt('restart')}
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
      {(['start', 'stop', 'restart'] as const).map((how) => (
        <LateConfirmDialog
          key={how}
          isOpen={open === how}
          onClose={close}
          title={title(how, { name: instance.name })}
          confirmLabel={t(how)}
          onConfirm={act[how]}
        >
          {balancers.length > 0 && how !== 'start' ? (
            <InterruptedBalancers balancers={balancers} />
          ) : (
            <p>{title(`plain.${how}`)}</p>
          )}
        </LateConfirmDialog>
      ))}
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
