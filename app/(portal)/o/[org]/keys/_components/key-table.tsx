'use client'
import { useTranslations } from 'next-intl'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Copyable } from '~/components/ui/display/copyable'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Timestamp } from '~/components/ui/display/timestamp'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import type { SshKeyView } from '~/lib/identity/client'
import { removeSshKeyAction } from '../actions'

type Props = { organisationId: string; keys: readonly SshKeyView[]; refusal: string | undefined }

export function KeyTable({ organisationId, keys, refusal }: Props) {
  const t = useTranslations('identity.keys')
  useFocusRescue(keys.length)
  const columns: Column<SshKeyView>[] = [
    { id: 'name', header: t('name'), cell: (key) => key.name, className: 'font-semibold wrap-anywhere' },
    {
      id: 'algorithm',
      header: t('algorithm'),
      cell: (key) => <code className="text-sm">{key.algorithm}</code>,
    },
    {
      id: 'fingerprint',
      header: t('fingerprint'),
      cell: (key) => <Copyable text={key.fingerprint} what={t('fingerprint')} />,
      csv: (key) => key.fingerprint,
    },
    { id: 'addedBy', header: t('addedBy'), cell: (key) => key.createdByName ?? '—' },
    {
      id: 'addedAt',
      header: t('addedAt'),
      cell: (key) => <Timestamp at={new Date(key.createdAt)} look="date" />,
    },
    {
      id: 'actions',
      header: t('actions'),
      cell: (key) => (
        <RemoveKey
          organisationId={organisationId}
          sshKey={key}
          refusal={refusal ?? (key.mayRemove ? undefined : t('ofOthers'))}
        />
      ),
      csv: () => '',
    },
  ]
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rows={keys}
      rowKey={(key) => key.id}
      rowLabel={(key) => key.name}
      empty={
        <EmptyState icon="key" title={t('emptyTitle')}>
          {t('empty')}
        </EmptyState>
      }
    />
  )
}

type RemoveProps = { organisationId: string; sshKey: SshKeyView; refusal: string | undefined }

function RemoveKey({ organisationId, sshKey, refusal }: RemoveProps) {
  const t = useTranslations('identity.keys')
  const { id: sshKeyId, name } = sshKey
  return (
    <ConfirmButton
      size="sm"
      variant="quiet"
      label={t('remove')}
      labelInFull={t('removeOf', { name })}
      refusal={refusal}
      title={t('removeTitle', { name })}
      danger
      onConfirm={() => removeSshKeyAction({ organisationId, sshKeyId })}
      done={t('removed', { name })}
    >
      <p>{t('removeText')}</p>
    </ConfirmButton>
  )
}
