'use client'
import { useTranslations } from 'next-intl'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Badge } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import type { MemberView, ProjectChoice } from '~/lib/identity/client'
import { MemberActions } from './member-actions'

type Props = {
  organisationId: string
  members: readonly MemberView[]
  projects: readonly ProjectChoice[]
  refusal: string | undefined
}

/** All members with role and second factor. */
export function MemberTable({ organisationId, members, projects, refusal }: Props) {
  const t = useTranslations('identity')
  useFocusRescue(members.length)
  const columns: Column<MemberView>[] = [
    {
      id: 'name',
      header: t('members.name'),
      cell: (member) => (
        <>
          <span className="flex items-center gap-2 whitespace-nowrap">
            {member.fullName}
            {member.isSelf && <Badge>{t('members.self')}</Badge>}
          </span>
          <span className="block text-sm text-ink-3">{member.email}</span>
        </>
      ),
      csv: (member) => `${member.fullName} <${member.email}>`,
    },
    {
      id: 'role',
      header: t('members.role'),
      cell: (member) => <span title={t(`roleHint.${member.role}`)}>{t(`role.${member.role}`)}</span>,
    },
    {
      id: 'projects',
      header: t('members.projectRoles'),
      cell: (member) => <ProjectRoles roles={member.projectRoles} projects={projects} />,
    },
    {
      id: 'factor',
      header: t('members.factor'),
      cell: (member) => (
        <span className={member.hasSecondFactor ? 'text-ok' : 'text-warn'}>
          {t(member.hasSecondFactor ? 'members.factorOn' : 'members.factorOff')}
        </span>
      ),
    },
    {
      id: 'since',
      header: t('members.since'),
      cell: (member) => <Timestamp at={new Date(member.createdAt)} look="date" />,
    },
    {
      id: 'actions',
      header: t('members.actions'),
      cell: (member) => (
        <MemberActions
          organisationId={organisationId}
          member={member}
          projects={projects}
          refusal={refusal}
        />
      ),
      csv: () => '',
    },
  ]
  return (
    <DataTable
      caption={t('members.title')}
      columns={columns}
      rows={members}
      rowKey={(member) => member.id}
      rowLabel={(member) => member.fullName}
    />
  )
}

type RolesProps = { roles: MemberView['projectRoles']; projects: readonly ProjectChoice[] }

/** One line per project in which the member has a project role. */
function ProjectRoles({ roles, projects }: RolesProps) {
  const t = useTranslations('identity')
  const lines = roles.flatMap(({ projectId, role }) => {
    const project = projects.find(({ id }) => id === projectId)
    return project ? [{ ...project, role }] : []
  })
  if (lines.length === 0) return '–'
  return (
    <ul className="grid gap-0.5 text-sm">
      {lines.map(({ id, name, role }) => (
        <li key={id}>
          {name} <span className="text-ink-3">{t(`role.${role}`)}</span>
        </li>
      ))}
    </ul>
  )
}
