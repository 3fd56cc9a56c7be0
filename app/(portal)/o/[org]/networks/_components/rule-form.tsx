import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { ActionResult } from '~/lib/kernel/action-result'

type Input = {
  organisationId: string
  networkId: `net_${string}`
  protocol: 'tcp' | 'udp' | 'icmp'
  ports?: string | undefined
  source: string
  description?: string | undefined
}
type Props = Pick<Input, 'organisationId' | 'networkId'> & {
  network: string
  zone: string
  onClose: () => void
  action: (input: Input) => Promise<ActionResult<unknown>>
}

/** An inbound rule: protocol, ports and source. */
export function RuleForm({ organisationId, networkId, network, zone, onClose, action }: Props) {
  const t = useTranslations('networks')
  return (
    <Dialog isOpen onClose={onClose} title={t('add.openInFull', { network, zone })}>
      <ActionForm
        action={action}
        extra={{ organisationId, networkId }}
        prepare={({ ports, ...input }) => (ports ? { ...input, ports } : input)}
        successToast={t('add.done')}
        onSuccess={onClose}
      >
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <Select
            name="protocol"
            label={t('add.protocol')}
            options={(['tcp', 'udp', 'icmp'] as const).map((value) => ({
              value,
              label: t(`protocol.${value}`),
            }))}
            defaultValue="tcp"
          />
          <TextField
            name="ports"
            label={t('add.ports')}
            hint={t('add.portsHint')}
            optional
            mono
            maxLength={11}
          />
        </div>
        <TextField
          name="source"
          label={t('add.source')}
          hint={t('add.sourceHint')}
          mono
          maxLength={18}
          autoComplete="off"
        />
        <TextField name="description" label={t('add.description')} optional maxLength={80} />
        <SubmitButton>{t('add.submit')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
