'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FieldContext } from '~/components/ui/fields/field-context'
import { Select } from '~/components/ui/fields/select'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { MemberView, ProjectChoice } from '~/lib/identity/client'
import { projectRoles } from '~/lib/kernel/op-context'
import { setProjectRolesAction } from '../actions'

type Props = {
  organisationId: string
  member: MemberView
  projects: readonly ProjectChoice[]
  onClose: () => void
}

/** A role, or none, in each project. Mounted only while open. */
export function ProjectRolesDialog({ organisationId, member, projects, onClose }: Props) {
  const t = useTranslations('identity')
  const [roles, setRoles] = useState(member.projectRoles)
  const name = member.fullName
  return (
    <LateConfirmDialog
      isOpen
      onClose={onClose}
      title={t('members.projectsTitle', { name })}
      confirmLabel={t('members.save')}
      onConfirm={async () => {
        const result = await setProjectRolesAction({ organisationId, memberId: member.id, roles })
        if (result.ok) showToast('ok', t('members.projectsSaved', { name }))
        return result
      }}
    >
      <p className="text-ink-2">{t('members.projectsText', { role: t(`role.${member.role}`) })}</p>
      <FieldContext value={null}>
        <div className="grid gap-3">
          {projects.map((project) => (
            <Select
              key={project.id}
              name={project.id}
              label={project.name}
              optional
              placeholder={t('members.noProjectRole')}
              value={roles.find(({ projectId }) => projectId === project.id)?.role ?? ''}
              options={projectRoles.map((value) => ({ value, label: t(`role.${value}`) }))}
              onChange={(event) => {
                const role = projectRoles.find((each) => each === event.currentTarget.value)
                const others = roles.filter(({ projectId }) => projectId !== project.id)
                setRoles(role ? [...others, { projectId: project.id, role }] : others)
              }}
            />
          ))}
        </div>
      </FieldContext>
    </LateConfirmDialog>
  )
}
