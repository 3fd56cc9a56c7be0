'use client'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import type { InvitationView, ProjectChoice } from '~/lib/identity/client'
import type { ActionResult } from '~/lib/kernel/action-result'
import { resendInvitationAction, withdrawInvitationAction } from '../actions'

type Props = {
  organisationId: string
  invitations: readonly InvitationView[]
  projects: readonly ProjectChoice[]
}

/** Pending invitations with inviter, expiry and actions. */
export function InvitationList({ organisationId, invitations, projects }: Props) {
  useFocusRescue(invitations.length)
  const t = useTranslations('identity')
  const nameOf = (projectId: string) => projects.find(({ id }) => id === projectId)?.name ?? '–'
  return (
    <ul className="divide-y divide-line">
      {invitations.map((invitation) => (
        <li key={invitation.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4.5 py-3.5">
          <div className="min-w-0 flex-1 basis-60">
            <p className="font-semibold wrap-anywhere">{invitation.email}</p>
            <p className="text-sm text-ink-2">
              {[
                t(`role.${invitation.role}`),
                ...invitation.projectRoles.map((each) =>
                  t('invitations.inProject', {
                    role: t(`role.${each.role}`),
                    project: nameOf(each.projectId),
                  }),
                ),
              ].join(' · ')}
            </p>
            <p className="text-sm text-ink-3">
              {t('invitations.by', { name: invitation.invitedBy })} ·{' '}
              {t(invitation.isExpired ? 'invitations.expired' : 'invitations.until')}{' '}
              <Timestamp at={new Date(invitation.expiresAt)} look="date" />
            </p>
          </div>
          {invitation.isVoid ? (
            <StatePill tone="off">{t('invitations.void')}</StatePill>
          ) : (
            invitation.isExpired && <StatePill tone="off">{t('invitations.state.expired')}</StatePill>
          )}
          <span className="flex gap-2">
            {!invitation.isVoid && (
              <Act
                label={t('invitations.resend')}
                labelInFull={t('invitations.resendTo', { email: invitation.email })}
                done={t('invitations.sent')}
                run={() => resendInvitationAction({ organisationId, invitationId: invitation.id })}
              />
            )}
            <Act
              label={t('invitations.withdraw')}
              labelInFull={t('invitations.withdrawOf', { email: invitation.email })}
              done={t('invitations.withdrawn')}
              run={() => withdrawInvitationAction({ organisationId, invitationId: invitation.id })}
            />
          </span>
        </li>
      ))}
    </ul>
  )
}

type ActProps = {
  label: string
  labelInFull: string
  done: string
  run: () => Promise<ActionResult<void>>
}

function Act({ label, labelInFull, done, run }: ActProps) {
  const refusalText = useRefusalText()
  const [isPending, startTransition] = useTransition()
  const act = () =>
    startTransition(async () => {
      const result = await run()
      if (result.ok) showToast('ok', done)
      else showToast('bad', refusalText(result))
    })
  return (
    <Button size="sm" variant="quiet" pending={isPending} aria-label={labelInFull} onClick={act}>
      {label}
    </Button>
  )
}
