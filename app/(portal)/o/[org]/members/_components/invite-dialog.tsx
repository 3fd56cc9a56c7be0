'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { FormDialog } from '~/components/form/form-dialog'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import type { ProjectChoice } from '~/lib/identity/client'
import type { Id } from '~/lib/kernel/ids'
import { type MemberRole, memberRoles, type ProjectRole, projectRoles } from '~/lib/kernel/op-context'
import { inviteMemberAction } from '../actions'

type Input = {
  organisationId: string
  email: string
  role: MemberRole
  projectId?: Id<'project'>
  projectIds?: Id<'project'>[]
  projectRole?: ProjectRole
}
type Props = { organisationId: string; projects: readonly ProjectChoice[] }

/** Invites an address with a role in the organisation and optionally in a project; the mail is sent at once. */
export function InviteDialog({ organisationId, projects }: Props) {
  const t = useTranslations('identity')
  const [role, setRole] = useState<MemberRole>('reader')
  const [projectId, setProjectId] = useState('')
  return (
    <FormDialog<Input, void>
      label={t('invitations.invite')}
      title={t('invitations.title')}
      submit={t('invitations.send')}
      done={t('invitations.sent')}
      variant="primary"
      action={inviteMemberAction}
      extra={{ organisationId }}
      prove={(proof) => confirmIdentityAction({ proof })}
      prepare={({ projectId: chosen, projectRole, ...input }) => ({
        ...input,
        projectIds: chosen ? [chosen] : [],
        ...(chosen && projectRole ? { projectRole } : {}),
      })}
    >
      <p className="text-ink-2">{t('invitations.text')}</p>
      <TextField name="email" type="email" label={t('members.email')} autoComplete="off" autoFocus />
      <Select
        name="role"
        label={t('members.role')}
        hint={t(`roleHint.${role}`)}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value as MemberRole)}
        options={memberRoles.map((value) => ({ value, label: t(`role.${value}`) }))}
      />
      <Select
        name="projectId"
        label={t('invitations.project')}
        hint={t('invitations.projectHint')}
        optional
        placeholder={t('invitations.noProject')}
        options={projects.map(({ id, name }) => ({ value: id, label: name }))}
        value={projectId}
        onChange={(event) => setProjectId(event.currentTarget.value)}
      />
      {projectId && (
        <Select
          name="projectRole"
          label={t('invitations.projectRole')}
          defaultValue="reader"
          options={projectRoles.map((value) => ({ value, label: t(`role.${value}`) }))}
        />
      )}
    </FormDialog>
  )
}
