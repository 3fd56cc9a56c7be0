'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'
import { GuestSetup } from './guest-setup'

type Input = {
  organisationId: string
  instanceId: `ins_${string}`
  networkId: `net_${string}`
  address?: string | undefined
}
type Props = {
  title: string
  /** Either the server or the network is given; the other one is chosen. */
  given: Pick<Input, 'organisationId'> &
    ({ instanceId: Input['instanceId'] } | { networkId: Input['networkId'] })
  choices: readonly { value: string; label: string }[]
  action: (input: Input) => Promise<ActionResult<{ address: string }>>
  onDone?: () => void
  onClose: () => void
}

/** Connects a server to a further network, with an address of choice or a free one. */
export function ConnectNetworkForm({ title, given, choices, action, onDone, onClose }: Props) {
  const t = useTranslations('compute.networks')
  const isServerGiven = 'instanceId' in given
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <ActionForm
        action={action}
        extra={given}
        prepare={({ address, ...input }) => ({ ...input, ...(address ? { address } : {}) })}
        onSuccess={({ address }) => {
          showToast('ok', t('connecting', { address }))
          onDone?.()
          onClose()
        }}
      >
        <Select
          name={isServerGiven ? 'networkId' : 'instanceId'}
          label={t(isServerGiven ? 'network' : 'server')}
          options={choices}
        />
        <TextField
          name="address"
          label={t('address')}
          hint={t('addressHint')}
          optional
          mono
          maxLength={15}
          autoComplete="off"
        />
        <GuestSetup />
        <SubmitButton>{t('connect')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
