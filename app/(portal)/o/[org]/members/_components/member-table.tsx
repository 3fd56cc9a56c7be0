'use client'
import { useTranslations } from 'next-intl'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Badge } from '~/components/ui/state-pill'
import { Timestamp } from '~/components/ui/timestamp'
import { useFocusRescue } from '~/components/ui/use-focus-rescue'
import type { MemberView } from '~/lib/identity/client'
import { MemberActions } from './member-actions'

type Props = { organisationId: string; members: readonly MemberView[]; refusal: string | undefined }

/** Everybody who may act, with role and second factor. */
export function MemberTable({ organisationId, members, refusal }: Props) {
  const t = useTranslations('identity')
  useFocusRescue(members.length)
  const columns: Column<MemberView>[] = [
    {
      id: 'name',
      header: t('members.name'),
      cell: (member) => (
        <span className="inline-flex items-center gap-2 whitespace-nowrap">
          {member.fullName}
          {member.isSelf && <Badge>{t('members.self')}</Badge>}
        </span>
      ),
    },
    { id: 'email', header: t('members.email'), cell: (member) => member.email, className: 'wrap-anywhere' },
    {
      id: 'role',
      header: t('members.role'),
      cell: (member) => <span title={t(`roleHint.${member.role}`)}>{t(`role.${member.role}`)}</span>,
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
      cell: (member) => <MemberActions organisationId={organisationId} member={member} refusal={refusal} />,
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
