'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { type InstancePage, instanceQuery } from '~/app/_client/compute'
import { useReason } from '~/components/compute/use-reason'
import { Card } from '~/components/ui/display/card'
import { StatePill } from '~/components/ui/display/state-pill'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import { refetchQueries } from '~/components/ui/queries'
import { type CardView, cardsMax, instanceCan } from '~/lib/resources/client'
import { connectToNetworkAction, disconnectFromNetworkAction } from '../../../networks/actions'

type Props = { organisationId: string; page: InstancePage; mayOperate: boolean }

const Form = lazy(async () => ({
  default: (await import('~/components/compute/connect-network-form')).ConnectNetworkForm,
}))

/** The networks that the server is on, each with its address there. */
export default function NetworksCard({ organisationId, page, mayOperate }: Props) {
  const t = useTranslations('compute.networks')
  const reason = useReason(mayOperate)
  const { instance, networks } = page
  const { cards, others } = networks
  const { queryKey } = instanceQuery(organisationId, instance.id)
  const refresh = () => refetchQueries(queryKey)
  const isMoving = cards.some(({ is }) => is !== 'connected')
  const refusal =
    reason(instanceCan.connect(instance)) ?? reason({ allowed: !isMoving, reason: 'is_changing' })
  const full = cards.length >= cardsMax ? t('full', { max: cardsMax }) : undefined
  const disconnect = async (networkId: CardView['networkId']) => {
    const result = await disconnectFromNetworkAction({ organisationId, instanceId: instance.id, networkId })
    await refresh()
    return result
  }
  return (
    <Card
      title={t('title')}
      padded={false}
      actions={
        <DialogButton
          size="sm"
          label={t('open')}
          refusal={refusal ?? full ?? (others.length === 0 ? t('noOther') : undefined)}
        >
          {(onClose) => (
            <Form
              title={t('openTitle', { server: instance.name })}
              given={{ organisationId, instanceId: instance.id }}
              choices={others.map(({ id, name, range }) => ({ value: id, label: `${name} · ${range}` }))}
              action={connectToNetworkAction}
              onDone={refresh}
              onClose={onClose}
            />
          )}
        </DialogButton>
      }
    >
      {cards.length === 0 && <p className="px-4.5 py-3.5 text-ink-2">{t('none')}</p>}
      <ul className="divide-y divide-line">
        {cards.map((card) => (
          <li key={card.networkId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4.5 py-2.5">
            <span>{card.networkName}</span>
            <span className="font-mono text-sm text-ink-2">
              {[card.address, ...(card.address6 ? [card.address6] : [])].join(' · ')}
            </span>
            {card.isFirst && <StatePill tone="off">{t('first')}</StatePill>}
            {card.is !== 'connected' && (
              <StatePill tone="info" busy>
                {t(`is.${card.is}`)}
              </StatePill>
            )}
            {!card.isFirst && (
              <ConfirmButton
                size="sm"
                className="ml-auto"
                label={t('disconnect')}
                labelInFull={t('disconnectInFull', { network: card.networkName })}
                refusal={refusal}
                title={t('disconnectInFull', { network: card.networkName })}
                onConfirm={() => disconnect(card.networkId)}
                done={t('disconnecting')}
              >
                {t('disconnectText', { address: card.address })}
              </ConfirmButton>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
