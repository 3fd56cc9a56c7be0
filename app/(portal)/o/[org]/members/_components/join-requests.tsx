'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Callout } from '~/components/ui/display/callout'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { Select } from '~/components/ui/fields/select'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import type { JoinRequestView } from '~/lib/identity/client'
import { type MemberRole, memberRoles } from '~/lib/kernel/op-context'
import { acceptJoinRequestAction, refuseJoinRequestAction } from '../actions'

type Props = { organisationId: string; requests: readonly JoinRequestView[] }

/** Requests to join; an owner accepts with a role, or refuses. */
export function JoinRequests({ organisationId, requests }: Props) {
  useFocusRescue(requests.length)
  return (
    <ul className="divide-y divide-line">
      {requests.map((request) => (
        <li key={request.id} className="grid gap-3 px-4.5 py-4">
          <Request organisationId={organisationId} request={request} />
        </li>
      ))}
    </ul>
  )
}

type Input = { organisationId: string; joinRequestId: string; role: MemberRole }

function Request({ organisationId, request }: { organisationId: string; request: JoinRequestView }) {
  const t = useTranslations('identity')
  const refusalText = useRefusalText()
  const [isRefusing, startTransition] = useTransition()
  const [refusal, setRefusal] = useState<string | null>(null)
  const refuse = () =>
    startTransition(async () => {
      const result = await refuseJoinRequestAction({ organisationId, joinRequestId: request.id })
      if (result.ok) showToast('ok', t('members.refused'))
      else setRefusal(refusalText(result))
    })
  const blocked = request.isEmailConfirmed ? undefined : t('members.unconfirmed')
  return (
    <>
      <div>
        <p className="font-semibold">{request.fullName}</p>
        <p className="text-sm text-ink-2 wrap-anywhere">
          {request.email} · {t('members.asked')} <RelativeTime at={new Date(request.createdAt)} />
        </p>
        {request.message && <p className="mt-1.5 whitespace-pre-wrap wrap-anywhere">{request.message}</p>}
      </div>
      {refusal && (
        <Callout tone="bad" live>
          {refusal}
        </Callout>
      )}
      <ActionForm<Input, void>
        action={acceptJoinRequestAction}
        extra={{ organisationId, joinRequestId: request.id }}
        prove={(proof) => confirmIdentityAction({ proof })}
        successToast={t('members.accepted', { name: request.fullName })}
        className="gap-3"
      >
        <div className="flex flex-wrap items-end gap-2.5">
          <Select
            name="role"
            label={t('members.roleFor', { name: request.fullName })}
            defaultValue="reader"
            options={memberRoles.map((value) => ({ value, label: t(`role.${value}`) }))}
            className="w-56"
          />
          <SubmitButton disabledReason={blocked}>{t('members.accept')}</SubmitButton>
          <Button pending={isRefusing} onClick={refuse}>
            {t('members.refuse')}
          </Button>
        </div>
      </ActionForm>
    </>
  )
}
