'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
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
  const [isPending, startTransition] = useTransition()
  const mark = `${hypervisor.readAt} ${hypervisor.failure?.at}`
  const [awaited, setAwaited] = useState<string | null>(null)
  const isReading = hypervisor.state === 'connecting' || awaited === mark
  useRefreshWhile(isReading, ['operations'])
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
        <ConfirmButton
          size="sm"
          variant={state === 'found' ? 'primary' : 'secondary'}
          label={state === 'found' ? t('confirm') : t('confirmAgain')}
          labelInFull={t('confirmInFull', { zone })}
          confirmLabel={t('confirm')}
          refusal={undefined}
          title={t('confirmTitle', { zone })}
          onConfirm={sell}
        >
          <p>{t('confirmText', { zone, code: zoneCode, hosts: plan.hosts.length })}</p>
        </ConfirmButton>
      )}
      <ConfirmButton
        size="sm"
        variant="quiet"
        label={t('remove')}
        labelInFull={t('removeInFull', { zone })}
        refusal={resources > 0 ? t('inUse', { count: resources }) : undefined}
        title={t('removeTitle', { zone })}
        danger
        typeName={zoneCode}
        onConfirm={() => remove({ hypervisorId })}
        done={t('removed', { zone })}
        onDone={() => router.refresh()}
      >
        <p>{t('removeText')}</p>
      </ConfirmButton>
    </>
  )
}
