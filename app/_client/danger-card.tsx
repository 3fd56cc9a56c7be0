'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Card } from '~/components/ui/display/card'
import { Button } from '~/components/ui/links/button'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import type { ActionResult } from '~/lib/kernel/action-result'

type Act = () => Promise<ActionResult<unknown>>
type Props = {
  resource: { name: string; isProtected: boolean; hasFailed: boolean }
  /** Why this person may not, or why the state forbids it. */
  refusals: { protect: string | undefined; remove: string | undefined }
  deleteLabel: string
  protect: Act
  unprotect: Act
  remove: Act
  /** What a deletion does. */
  children: ReactNode
}

/** Protection of a server or volume from deletion, and deletion with the name typed; a failed one is taken from the list. */
export function DangerCard({
  resource: { name, isProtected, hasFailed },
  refusals,
  deleteLabel,
  protect,
  unprotect,
  remove,
  children,
}: Props) {
  const t = useTranslations('compute')
  const [isLifting, setLifting] = useState(false)
  const prove = (proof: string) => confirmIdentityAction({ proof })
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2.5">
        <h2 className="text-lg">{t('protection.title')}</h2>
        {!hasFailed && (
          <>
            <p className="text-ink-2 sm:flex-1">{isProtected ? t('protection.on') : t('protection.off')}</p>
            <div>
              {/* One button in both states: it keeps the focus when its label changes. */}
              <Button
                disabledReason={refusals.protect}
                onClick={() => (isProtected ? setLifting(true) : protect())}
              >
                {isProtected ? t('action.unprotect') : t('action.protect')}
              </Button>
              <LateConfirmDialog
                isOpen={isLifting}
                onClose={() => setLifting(false)}
                title={t('protection.liftTitle', { name })}
                confirmLabel={t('action.unprotect')}
                prove={prove}
                onConfirm={unprotect}
              >
                <p>{t('protection.liftText')}</p>
              </LateConfirmDialog>
            </div>
          </>
        )}
        <div>
          <ConfirmButton
            variant="danger"
            label={hasFailed ? t('action.remove') : deleteLabel}
            confirmLabel={hasFailed ? t('action.remove') : t('action.delete')}
            refusal={refusals.remove}
            title={t(hasFailed ? 'delete.removeTitle' : 'delete.title', { name })}
            danger
            typeName={hasFailed ? undefined : name}
            prove={prove}
            onConfirm={remove}
            {...(!hasFailed && { done: t('delete.done') })}
          >
            {children}
          </ConfirmButton>
        </div>
      </div>
    </Card>
  )
}
