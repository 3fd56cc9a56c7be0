'use client'
import { useTranslations } from 'next-intl'
import { type ComponentProps, lazy } from 'react'
import type { ConnectNetworkForm } from '~/components/compute/connect-network-form'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { NetworkView } from '~/lib/resources/client'

type Props = {
  organisationId: string
  network: Pick<NetworkView, 'id' | 'name' | 'zoneName' | 'otherServers'>
  refusal: string | undefined
  action: ComponentProps<typeof ConnectNetworkForm>['action']
}

const Form = lazy(async () => ({
  default: (await import('~/components/compute/connect-network-form')).ConnectNetworkForm,
}))

/** Connects one more server of the project and zone to this network. */
export function ConnectServer({ organisationId, network, refusal, action }: Props) {
  const t = useTranslations('networks')
  const { id: networkId, name, zoneName: zone, otherServers } = network
  return (
    <DialogButton
      size="sm"
      label={t('connect')}
      labelInFull={t('connectInFull', { name, zone })}
      refusal={refusal ?? (otherServers.length === 0 ? t('noOtherServer') : undefined)}
    >
      {(onClose) => (
        <Form
          title={t('connectInFull', { name, zone })}
          given={{ organisationId, networkId }}
          choices={otherServers.map((server) => ({ value: server.id, label: server.name }))}
          action={action}
          onClose={onClose}
        />
      )}
    </DialogButton>
  )
}
