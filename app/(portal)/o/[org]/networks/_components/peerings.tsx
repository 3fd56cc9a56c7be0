'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { NetworkView } from '~/lib/resources/client'
import type { PeerForm } from './peer-form'

type Act = Parameters<typeof PeerForm>[0]['action']
type Props = {
  organisationId: string
  network: Pick<NetworkView, 'id' | 'name' | 'zoneName' | 'hasExit' | 'peers' | 'peerChoices'>
  refusal: string | undefined
  peer: Act
  unpeer: (input: Parameters<Act>[0]) => Promise<ActionResult<void>>
}

const Form = lazy(async () => ({ default: (await import('./peer-form')).PeerForm }))

/** The networks that this one is peered with. */
export function Peerings({ organisationId, network, refusal, peer, unpeer }: Props) {
  const t = useTranslations('networks.peering')
  const { id: networkId, name, zoneName: zone, peers, peerChoices } = network
  const title = t('openInFull', { name, zone })
  const reason =
    refusal ??
    (peerChoices === null
      ? t(network.hasExit ? 'unavailable' : 'sealed')
      : peerChoices.length === 0
        ? t('noChoice')
        : undefined)
  const endInFull = (peer: NetworkView['peers'][number]) =>
    peer.name === null ? t('endHidden') : t('endInFull', { peer: peer.name })
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3 px-4.5 pt-4">
        <h3 className="font-semibold">{t('title')}</h3>
        <DialogButton size="sm" label={t('open')} labelInFull={title} refusal={reason}>
          {(onClose) => (
            <Form
              organisationId={organisationId}
              networkId={networkId}
              title={title}
              choices={peerChoices ?? []}
              action={peer}
              onClose={onClose}
            />
          )}
        </DialogButton>
      </div>
      {peers.length === 0 && <p className="px-4.5 pt-1 text-ink-2">{t('none')}</p>}
      <ul className="grid gap-1 px-4.5 pt-1">
        {peers.map((each) => (
          <li key={each.id} className="flex flex-wrap items-center gap-x-3">
            {each.name === null ? (
              <span className="text-ink-2">{t('hidden')}</span>
            ) : (
              <span>{t('choice', { name: each.name, project: each.projectName, range: each.range })}</span>
            )}
            <ConfirmButton
              size="sm"
              variant="quiet"
              label={t('end')}
              labelInFull={endInFull(each)}
              refusal={refusal}
              title={endInFull(each)}
              danger
              onConfirm={() => unpeer({ organisationId, networkId, peerId: each.id })}
              done={t('ended')}
            >
              {t('endText')}
            </ConfirmButton>
          </li>
        ))}
      </ul>
    </>
  )
}
