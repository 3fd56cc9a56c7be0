import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Select } from '~/components/ui/fields/select'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { NetworkPeer } from '~/lib/resources/client'

type Input = { organisationId: string; networkId: NetworkPeer['id']; peerId: NetworkPeer['id'] }
type Props = Omit<Input, 'peerId'> & {
  title: string
  choices: readonly NetworkPeer[]
  onClose: () => void
  action: (input: Input) => Promise<ActionResult<void>>
}

/** Chooses the network of the zone to peer with. */
export function PeerForm({ title, choices, onClose, action, ...given }: Props) {
  const t = useTranslations('networks.peering')
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <ActionForm action={action} extra={given} successToast={t('done')} onSuccess={onClose}>
        <Select
          name="peerId"
          label={t('choose')}
          options={choices.map(({ id, name, projectName: project, range }) => ({
            value: id,
            label: t('choice', { name, project, range }),
          }))}
        />
        <p className="text-ink-2">{t('text')}</p>
        <SubmitButton>{t('submit')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
