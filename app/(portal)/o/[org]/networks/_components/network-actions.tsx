'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
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
  const [open, setOpen] = useState<'rename' | 'delete' | null>(null)
  useRefreshWhile(network.isDeleting)
  if (network.isDeleting) return null
  const named = { name: network.name, zone: network.zoneName }
  const input = { organisationId, networkId: network.id }
  const close = () => setOpen(null)
  const confirm = async () => {
    const result = await remove(input)
    if (result.ok) showToast('ok', t('deleted', named))
    return result
  }
  return (
    <>
      {(['rename', 'delete'] as const).map((act) => (
        <Button
          key={act}
          size="sm"
          variant="quiet"
          disabledReason={refusal}
          onClick={() => setOpen(act)}
          aria-label={t(`${act}InFull`, named)}
        >
          {t(act)}
        </Button>
      ))}
      {open === 'rename' && (
        <Suspense fallback={null}>
          <Loaded {...input} name={network.name} action={rename} onClose={close} />
        </Suspense>
      )}
      <LateConfirmDialog
        isOpen={open === 'delete'}
        onClose={close}
        title={t('deleteInFull', named)}
        confirmLabel={t('delete')}
        danger
        onConfirm={confirm}
      >
        {t('deleteText')}
      </LateConfirmDialog>
    </>
  )
}
