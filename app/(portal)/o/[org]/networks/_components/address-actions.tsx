'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
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
  const input = { organisationId, addressId: address.id }
  const named = { address: address.address }
  const look = { size: 'sm', variant: 'quiet' } as const
  if (address.server)
    return (
      <ConfirmButton
        {...look}
        label={t('detach')}
        labelInFull={t('detachInFull', named)}
        refusal={refusal}
        title={t('detachTitle', { ...named, server: address.server.name })}
        onConfirm={() => act.detach(input)}
        done={t('detached', named)}
      >
        {t('detachText')}
      </ConfirmButton>
    )
  return (
    <span className="flex flex-wrap gap-1">
      <DialogButton
        {...look}
        label={t('attach')}
        labelInFull={t('attachInFull', named)}
        refusal={servers.length === 0 ? t('noServer') : refusal}
      >
        {(onClose) => (
          <Loaded
            {...input}
            address={address.address}
            servers={servers}
            action={act.attach}
            onClose={onClose}
          />
        )}
      </DialogButton>
      <ConfirmButton
        {...look}
        label={t('release')}
        labelInFull={t('releaseInFull', named)}
        refusal={refusal}
        title={t('releaseTitle', named)}
        danger
        onConfirm={() => act.release(input)}
        done={t('released', named)}
      >
        {t('releaseText')}
      </ConfirmButton>
    </span>
  )
}
