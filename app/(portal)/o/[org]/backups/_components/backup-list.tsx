'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { backupListQuery } from '~/app/_client/compute'
import { useOptimisticRun } from '~/app/_client/use-optimistic-run'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { useReason } from '~/components/compute/use-reason'
import { Card } from '~/components/ui/card'
import { EmptyState } from '~/components/ui/empty-state'
import { LinkButton } from '~/components/ui/link-button'
import { useFocusRescue } from '~/components/ui/use-focus-rescue'
import type { Id } from '~/lib/kernel/ids'
import type { CopyChoice } from '~/lib/ordering/client'
import { type BackupView, copyCan, copyKinds } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { deleteBackupAction, restoreBackupAction } from '../actions'
import { BackupTable } from './backup-table'

const RemoveDialog = lazy(async () => ({
  default: (await import('./remove-backup-dialog')).RemoveBackupDialog,
}))
const RestoreDialog = lazy(async () => ({
  default: (await import('./restore-backup-dialog')).RestoreBackupDialog,
}))

type Props = {
  organisationId: string
  initial: BackupView[]
  choices: readonly CopyChoice[]
  mayOrder: boolean
  mayRemove: boolean
}
type Open = { act: 'restore' | 'remove'; id: Id<'backup'> }

/** The list moves by itself while a backup is made or deleted. */
export function BackupList({ organisationId, initial, choices, mayOrder, mayRemove }: Props) {
  const t = useTranslations('backups')
  const query = backupListQuery(organisationId)
  const { data: backups } = useQuery({ ...query, initialData: initial })
  const run = useOptimisticRun<BackupView[]>(query.queryKey)
  const mayOrderReason = useReason(mayOrder)
  const mayRemoveReason = useReason(mayRemove)
  const [open, setOpen] = useState<Open | null>(null)
  const chosen = backups.find((each) => each.id === open?.id)
  const held = backups.filter((each) => each.state !== 'failed').length
  const close = () => setOpen(null)
  useFocusRescue(`${backups.length}`)
  if (backups.length === 0) {
    return (
      <Card>
        <EmptyState
          icon="archive"
          title={t('empty.title')}
          action={
            <LinkButton href={routes.org.volumes(organisationId)} variant="primary">
              {t('empty.volumes')}
            </LinkButton>
          }
        >
          {t('empty.text')}
        </EmptyState>
      </Card>
    )
  }
  return (
    <Card title={t('list')} note={t('count', { held, max: copyKinds.backup.max })} padded={false}>
      <BackupTable
        organisationId={organisationId}
        backups={backups}
        reasons={{
          restore: (backup) => mayOrderReason(copyCan.backup.beginAs(backup)),
          remove: (backup) => mayRemoveReason(copyCan.backup.delete(backup, backup.dependents)),
        }}
        onAct={(act, id) => setOpen({ act, id })}
      />
      <Suspense fallback={null}>
        {open?.act === 'restore' && chosen && (
          <RestoreDialog
            organisationId={organisationId}
            backup={chosen}
            choices={choices}
            onClose={close}
            save={(order) =>
              run(() => restoreBackupAction({ organisationId, backupId: chosen.id, ...order }))
            }
          />
        )}
        {open?.act === 'remove' && chosen && (
          <RemoveDialog
            backup={chosen}
            onClose={close}
            prove={(proof) => confirmIdentityAction({ proof })}
            onConfirm={() =>
              run(
                () => deleteBackupAction({ organisationId, backupId: chosen.id }),
                (before) =>
                  before.map((each) => (each.id === chosen.id ? { ...each, state: 'deleting' } : each)),
              )
            }
          />
        )}
      </Suspense>
    </Card>
  )
}
