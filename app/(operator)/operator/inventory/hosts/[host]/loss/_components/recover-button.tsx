'use client'
import { useTranslations } from 'next-intl'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { HostLossView, LostServerView } from '~/lib/resources/client'
import { requestRecoveryAction } from '../actions'

type Props = {
  hostId: string
  servers: readonly Pick<LostServerView, 'id' | 'name'>[]
  /** Why none may start now. */
  refusal: HostLossView['refusals']['recover'] | LostServerView['gap'] | 'is_not_lost'
  noRoom?: boolean
  mayChange: boolean
  isAll?: boolean
}

/** Starts one server, or all that can, on other hosts from their last copies. */
export function RecoverButton({ hostId, servers, refusal, noRoom, mayChange, isAll }: Props) {
  const t = useTranslations('losses')
  const errors = useTranslations('errors.reason')
  const reason = !mayChange ? t('mayNot') : refusal ? errors(refusal) : noRoom ? t('placeNoRoom') : undefined
  return (
    <ConfirmButton
      size="sm"
      variant={isAll ? 'primary' : 'secondary'}
      className="whitespace-nowrap"
      label={isAll ? t('startAll', { count: servers.length }) : t('start')}
      confirmLabel={t('start')}
      refusal={reason}
      title={t('startTitle', { count: servers.length, name: servers[0]?.name ?? '' })}
      onConfirm={() => requestRecoveryAction({ hostId, instanceIds: servers.map(({ id }) => id) })}
    >
      <p>{t('startText')}</p>
    </ConfirmButton>
  )
}
