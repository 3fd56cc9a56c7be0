'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
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

type Act = 'attach' | 'detach' | 'release'

const Loaded = lazy(async () => ({ default: (await import('./attach-form')).AttachForm }))

/** Attaches the address to a server, detaches it, or releases it when detached. */
export function AddressActions({ organisationId, address, servers, refusal, ...act }: Props) {
  const t = useTranslations('networks.address')
  const [open, setOpen] = useState<Act | null>(null)
  const input = { organisationId, addressId: address.id }
  const named = { address: address.address }
  const close = () => setOpen(null)
  const detach = async () => {
    const result = await act.detach(input)
    if (result.ok) showToast('ok', t('detached', named))
    return result
  }
  const release = async () => {
    const result = await act.release(input)
    if (result.ok) showToast('ok', t('released', named))
    return result
  }
  const button = (label: Act, reason = refusal) => (
    <Button
      size="sm"
      variant="quiet"
      disabledReason={reason}
      onClick={() => setOpen(label)}
      aria-label={t(`${label}InFull`, named)}
    >
      {t(label)}
    </Button>
  )
  return (
    <span className="flex flex-wrap gap-1">
      {address.server ? button('detach') : button('attach', servers.length === 0 ? t('noServer') : refusal)}
      {!address.server && button('release')}
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
        isOpen={open === 'detach'}
        onClose={close}
        title={t('detachTitle', { ...named, server: address.server?.name ?? '' })}
        confirmLabel={t('detach')}
        onConfirm={detach}
      >
        {t('detachText')}
      </LateConfirmDialog>
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
