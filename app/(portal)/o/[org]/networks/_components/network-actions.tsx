'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { NetworkView } from '~/lib/resources/client'
import type { RenameNetwork } from './rename-network'

type Props = {
  organisationId: string
  network: Pick<NetworkView, 'id' | 'name' | 'zoneName' | 'isDeleting'>
  refusal: string | undefined
  rename: Parameters<typeof RenameNetwork>[0]['action']
  remove: (input: { organisationId: string; networkId: NetworkView['id'] }) => Promise<ActionResult<void>>
}

const Loaded = lazy(async () => ({ default: (await import('./rename-network')).RenameNetwork }))

/** Renames or deletes a network. */
export function NetworkActions({ organisationId, network, refusal, rename, remove }: Props) {
  const t = useTranslations('networks.manage')
  useRefreshWhile(network.isDeleting, ['resources'])
  if (network.isDeleting) return null
  const named = { name: network.name, zone: network.zoneName }
  const input = { organisationId, networkId: network.id }
  return (
    <>
      <DialogButton
        size="sm"
        variant="quiet"
        label={t('rename')}
        labelInFull={t('renameInFull', named)}
        refusal={refusal}
      >
        {(onClose) => <Loaded {...input} name={network.name} action={rename} onClose={onClose} />}
      </DialogButton>
      <ConfirmButton
        size="sm"
        variant="quiet"
        label={t('delete')}
        labelInFull={t('deleteInFull', named)}
        refusal={refusal}
        title={t('deleteInFull', named)}
        danger
        onConfirm={() => remove(input)}
        done={t('deleted', named)}
      >
        {t('deleteText')}
      </ConfirmButton>
    </>
  )
}
