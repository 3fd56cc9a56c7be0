'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState, useTransition } from 'react'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { AddressPage, PublicAddressView } from '~/lib/resources/client'
import type { AttachForm } from './attach-form'

type Input = { organisationId: string; addressId: PublicAddressView['id'] }
type Props = {
  organisationId: string
  address: PublicAddressView
  /** Possible target servers. */
  servers: AddressPage['servers']
  refusal: string | undefined
  attach: Parameters<typeof AttachForm>[0]['action']
  detach: (input: Input) => Promise<ActionResult<void>>
  release: (input: Input) => Promise<ActionResult<void>>
}

const Loaded = lazy(async () => ({ default: (await import('./attach-form')).AttachForm }))

/** Attaches the address to a server, detaches it, or releases it when detached. */
export function AddressActions({ organisationId, address, servers, refusal, ...act }: Props) {
  const t = useTranslations('networks.address')
  const refusalText = useRefusalText()
  const [open, setOpen] = useState<'attach' | 'release' | null>(null)
  const [isPending, startTransition] = useTransition()
  const input = { organisationId, addressId: address.id }
  const named = { address: address.address }
  const close = () => setOpen(null)
  const detach = () =>
    startTransition(async () => {
      const result = await act.detach(input)
      showToast(result.ok ? 'ok' : 'bad', result.ok ? t('detached', named) : refusalText(result))
    })
  const release = async () => {
    const result = await act.release(input)
    if (result.ok) showToast('ok', t('released', named))
    return result
  }
  const button = (label: 'attach' | 'detach' | 'release', onClick: () => void, reason = refusal) => (
    <Button
      size="sm"
      variant="quiet"
      pending={label === 'detach' && isPending}
      disabledReason={reason}
      onClick={onClick}
      aria-label={t(`${label}InFull`, named)}
    >
      {t(label)}
    </Button>
  )
  return (
    <span className="flex flex-wrap gap-1">
      {address.server
        ? button('detach', detach)
        : button('attach', () => setOpen('attach'), servers.length === 0 ? t('noServer') : refusal)}
      {!address.server && button('release', () => setOpen('release'))}
      {open === 'attach' && (
        <Suspense fallback={null}>
          <Loaded
            {...input}
            address={address.address}
            servers={servers}
            action={act.attach}
            onClose={close}
          />
        </Suspense>
      )}
      <LateConfirmDialog
        isOpen={open === 'release'}
        onClose={close}
        title={t('releaseTitle', named)}
        confirmLabel={t('release')}
        danger
        onConfirm={release}
      >
        {t('releaseText')}
      </LateConfirmDialog>
    </span>
  )
}
