'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
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
  const [isOpen, setIsOpen] = useState(false)
  const reason = !mayChange ? t('mayNot') : refusal ? errors(refusal) : noRoom ? t('placeNoRoom') : undefined
  return (
    <>
      <Button
        size="sm"
        variant={isAll ? 'primary' : 'secondary'}
        className="whitespace-nowrap"
        disabledReason={reason}
        onClick={() => setIsOpen(true)}
      >
        {isAll ? t('startAll', { count: servers.length }) : t('start')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={t('startTitle', { count: servers.length, name: servers[0]?.name ?? '' })}
        confirmLabel={t('start')}
        onConfirm={() => requestRecoveryAction({ hostId, instanceIds: servers.map(({ id }) => id) })}
      >
        <p>{t('startText')}</p>
      </ConfirmDialog>
    </>
  )
}
