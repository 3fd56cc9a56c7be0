import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Select } from '~/components/ui/fields/select'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { FirewallPreview, ProjectFirewall } from '~/lib/resources/client'
import { previewFirewallAction } from '../actions'
import { type Edit, PreviewStep } from './preview-step'
import { useReturnToForm } from './use-return-to-form'

type Props = Pick<ProjectFirewall, 'servers'> & {
  organisationId: string
  setId: `rls_${string}`
  setName: string
  networks: readonly { id: `net_${string}`; name: string }[]
  onClose: () => void
}

/** Chooses the network or the server, then shows what that changes. */
export function AttachDialog({ organisationId, setId, setName, networks, servers, onClose }: Props) {
  const t = useTranslations('firewall')
  const [edit, setEdit] = useState<Edit | null>(null)
  const [preview, setPreview] = useState<FirewallPreview | null>(null)
  const form = useReturnToForm(preview !== null)
  const ask = async ({ target }: { target: string }) => {
    const wanted = toEdit(setId, target, networks)
    setEdit(wanted)
    return previewFirewallAction({ organisationId, edit: wanted })
  }
  return (
    <Dialog isOpen onClose={onClose} title={t('attach.openInFull', { name: setName })} size="lg">
      <div ref={form} hidden={preview !== null}>
        <ActionForm action={ask} onSuccess={setPreview}>
          <Select
            name="target"
            label={t('attach.target')}
            options={[
              ...networks.map(({ id, name }) => ({ value: id, label: t('attach.network', { name }) })),
              ...servers.map(({ id, name }) => ({ value: id, label: t('attach.server', { name }) })),
            ]}
          />
          <SubmitButton>{t('preview.open')}</SubmitButton>
        </ActionForm>
      </div>
      {preview && edit && (
        <PreviewStep
          organisationId={organisationId}
          edit={edit}
          preview={preview}
          submit={t('attach.open')}
          done={t('changed')}
          onBack={() => setPreview(null)}
          onDone={onClose}
        />
      )}
    </Dialog>
  )
}

function toEdit(setId: Props['setId'], target: string, networks: Props['networks']): Edit {
  const network = networks.find(({ id }) => id === target)
  return network
    ? { do: 'attach_network', setId, networkId: network.id }
    : { do: 'attach_server', setId, instanceId: target }
}
