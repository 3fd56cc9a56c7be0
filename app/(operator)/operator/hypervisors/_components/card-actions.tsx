'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { HypervisorView } from '~/lib/hypervisors/client'
import type { ConfirmHypervisorInput } from '~/lib/hypervisors/schema'
import type { ActionResult } from '~/lib/kernel/action-result'

type Id = Pick<ConfirmHypervisorInput, 'hypervisorId'>
type Props = {
  hypervisor: HypervisorView
  reread: (input: Id) => Promise<ActionResult<unknown>>
  confirm: (input: ConfirmHypervisorInput) => Promise<ActionResult<{ kept: string[] }>>
  remove: (input: Id) => Promise<ActionResult<unknown>>
}

/** Reread, confirm for sale, remove; the page refreshes while the worker reads. */
export function CardActions({ hypervisor, reread, confirm, remove }: Props) {
  const t = useTranslations('hypervisors.act')
  const refusalText = useRefusalText()
  const router = useRouter()
  const [open, setOpen] = useState<'confirm' | 'remove' | null>(null)
  const [isPending, startTransition] = useTransition()
  const mark = `${hypervisor.readAt} ${hypervisor.failure?.at}`
  const [awaited, setAwaited] = useState<string | null>(null)
  const isReading = hypervisor.state === 'connecting' || awaited === mark
  useRefreshWhile(isReading)
  const { id: hypervisorId, revision, zoneCode, zoneName: zone, state, resources, decision } = hypervisor
  const plan = decision?.outcome === 'usable' ? decision.plan : null
  const readAgain = () =>
    startTransition(async () => {
      const result = await reread({ hypervisorId })
      if (result.ok) setAwaited(mark)
      else showToast('bad', refusalText(result))
      router.refresh()
    })
  const sell = async () => {
    const result = await confirm({ hypervisorId, revision })
    if (result.ok) {
      const { kept } = result.data
      showToast('ok', t('confirmed', { zone }))
      if (kept.length > 0) showToast('warn', t('kept', { names: kept.join(', ') }))
      router.refresh()
    }
    return result
  }
  const takeAway = async () => {
    const result = await remove({ hypervisorId })
    if (result.ok) {
      showToast('ok', t('removed', { zone }))
      router.refresh()
    }
    return result
  }
  return (
    <>
      <Button
        size="sm"
        pending={isPending || isReading}
        onClick={readAgain}
        aria-label={t('rereadInFull', { zone })}
      >
        {t('reread')}
      </Button>
      {plan && (
        <Button
          size="sm"
          variant={state === 'found' ? 'primary' : 'secondary'}
          onClick={() => setOpen('confirm')}
          aria-label={t('confirmInFull', { zone })}
        >
          {state === 'found' ? t('confirm') : t('confirmAgain')}
        </Button>
      )}
      <Button
        size="sm"
        variant="quiet"
        disabledReason={resources > 0 ? t('inUse', { count: resources }) : undefined}
        onClick={() => setOpen('remove')}
        aria-label={t('removeInFull', { zone })}
      >
        {t('remove')}
      </Button>
      <LateConfirmDialog
        isOpen={open === 'confirm'}
        onClose={() => setOpen(null)}
        title={t('confirmTitle', { zone })}
        confirmLabel={t('confirm')}
        onConfirm={sell}
      >
        <p>{t('confirmText', { zone, code: zoneCode, hosts: plan?.hosts.length ?? 0 })}</p>
      </LateConfirmDialog>
      <LateConfirmDialog
        isOpen={open === 'remove'}
        onClose={() => setOpen(null)}
        title={t('removeTitle', { zone })}
        confirmLabel={t('remove')}
        danger
        typeName={zoneCode}
        onConfirm={takeAway}
      >
        <p>{t('removeText')}</p>
      </LateConfirmDialog>
    </>
  )
}
