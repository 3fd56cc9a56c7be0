'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { LateFormInDialog } from '~/components/form/late-form-in-dialog'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { MemberView, ProjectChoice } from '~/lib/identity/client'
import { type MemberRole, memberRoles } from '~/lib/kernel/op-context'
import { changeMemberRoleAction, removeMemberAction } from '../actions'
import { ProjectRolesDialog } from './project-roles-dialog'

type Props = {
  organisationId: string
  member: MemberView
  projects: readonly ProjectChoice[]
  refusal: string | undefined
}
type Input = { organisationId: string; memberId: string; role: MemberRole }

/** Changes a member's role, or removes the member. */
export function MemberActions({ organisationId, member, projects, refusal }: Props) {
  const t = useTranslations('identity')
  const [open, setOpen] = useState<'role' | 'projects' | 'remove' | null>(null)
  const close = () => setOpen(null)
  const name = member.fullName
  return (
    <span className="flex gap-1.5 whitespace-nowrap">
      <Button
        size="sm"
        aria-label={t('members.actOn', { act: t('members.changeRole'), name })}
        disabledReason={refusal}
        onClick={() => setOpen('role')}
      >
        {t('members.changeRole')}
      </Button>
      <Button
        size="sm"
        aria-label={t('members.actOn', { act: t('members.changeProjects'), name })}
        disabledReason={refusal}
        onClick={() => setOpen('projects')}
      >
        {t('members.changeProjects')}
      </Button>
      <Button
        size="sm"
        variant="quiet"
        aria-label={t('members.actOn', { act: t('members.remove'), name })}
        disabledReason={refusal}
        onClick={() => setOpen('remove')}
      >
        {t('members.remove')}
      </Button>
      <LateFormInDialog<Input, void>
        isOpen={open === 'role'}
        onClose={close}
        title={t('members.roleFor', { name })}
        submit={t('members.save')}
        action={changeMemberRoleAction}
        extra={{ organisationId, memberId: member.id }}
        prove={(proof) => confirmIdentityAction({ proof })}
        onSuccess={close}
        successToast={t('members.saved')}
      >
        <RadioGroup
          name="role"
          legend={t('members.role')}
          legendHidden
          defaultValue={member.role}
          options={memberRoles.map((value) => ({
            value,
            label: t(`role.${value}`),
            hint: t(`roleHint.${value}`),
          }))}
        />
      </LateFormInDialog>
      {open === 'projects' && (
        <ProjectRolesDialog
          organisationId={organisationId}
          member={member}
          projects={projects}
          onClose={close}
        />
      )}
      <LateConfirmDialog
        isOpen={open === 'remove'}
        onClose={close}
        title={t('members.removeTitle', { name })}
        confirmLabel={t('members.remove')}
        danger
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await removeMemberAction({ organisationId, memberId: member.id })
          if (result.ok) showToast('ok', t('members.removed', { name }))
          return result
        }}
      >
        <p>{t('members.removeText')}</p>
      </LateConfirmDialog>
    </span>
  )
}
