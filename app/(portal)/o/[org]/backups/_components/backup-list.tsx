'use client'
import { useLocale, useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { backupListQuery } from '~/app/_client/compute'
import { useOptimisticRun } from '~/app/_client/use-optimistic-run'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { copyMoment } from '~/components/compute/copies/copy-moment'
import { CopyTable } from '~/components/compute/copies/copy-table'
import { useReason } from '~/components/compute/use-reason'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { LinkButton } from '~/components/ui/links/link-button'
import { TextLink } from '~/components/ui/links/text-link'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import { useQuery } from '~/components/ui/queries'
import type { Id } from '~/lib/kernel/ids'
import { formatGb, type Locale } from '~/lib/kernel/text/format'
import type { CopyChoice } from '~/lib/ordering/client'
import { type BackupView, copyCan, copyKinds } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { deleteBackupAction, restoreBackupAction } from '../actions'

const RemoveDialog = lazy(async () => ({
  default: (await import('~/components/compute/copies/copy-loss-dialog')).CopyLossDialog,
}))
const RestoreDialog = lazy(async () => ({
  default: (await import('~/components/compute/copies/order-from-copy-dialog')).OrderFromCopyDialog,
}))

type Props = {
  organisationId: string
  initial: BackupView[]
  choices: readonly CopyChoice[]
  mayOrder: boolean
  mayRemove: boolean
}
type Open = { act: 'restore' | 'remove'; id: Id<'backup'> }

/** Polled while a backup is being made or deleted. */
export function BackupList({ organisationId, initial, choices, mayOrder, mayRemove }: Props) {
  const t = useTranslations('backups')
  const locale = useLocale() as Locale
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
      <CopyTable
        copies={backups}
        words={{
          title: t('list'),
          name: t('name'),
          size: t('size'),
          monthly: t('monthly'),
          actions: t('actions'),
        }}
        stateText={(state) => t(`state.${state}`)}
        columns={[
          {
            title: t('volume'),
            className: 'sm:max-md:hidden',
            cell: ({ volume }) =>
              volume.isThere ? (
                <TextLink href={routes.org.volume(organisationId, volume.id)}>{volume.name}</TextLink>
              ) : (
                volume.name
              ),
          },
          {
            title: t('where'),
            className: '',
            cell: ({ zone, volumeClass }) => (
              <>
                {zone.name}
                <p className="text-sm text-ink-2">{t(`class.${volumeClass}`)}</p>
              </>
            ),
          },
        ]}
        acts={[
          {
            text: t('restore'),
            named: (name) => t('restoreNamed', { name }),
            reason: (backup) => mayOrderReason(copyCan.backup.beginAs(backup)),
            run: ({ id }) => setOpen({ act: 'restore', id }),
          },
        ]}
        remove={{
          text: t('remove'),
          named: (name) => t('removeNamed', { name }),
          reason: (backup) => mayRemoveReason(copyCan.backup.delete(backup, backup.dependents)),
          run: ({ id }) => setOpen({ act: 'remove', id }),
        }}
      />
      <Suspense fallback={null}>
        {open?.act === 'restore' && chosen && (
          <RestoreDialog
            organisationId={organisationId}
            words={{
              title: t('restoreTitle', { name: chosen.name }),
              confirm: t('restoreOrder'),
              name: t('restoreName'),
              bundle: t('restoreBundle'),
              none: t('restoreNone'),
              price: (price) => t('price', { price }),
            }}
            choices={choices
              .filter((choice) => choice.volumeGib >= chosen.sizeGib)
              .map((choice) => ({ ...choice, hint: formatGb(choice.volumeGib, locale) }))}
            onClose={close}
            save={(order) =>
              run(() => restoreBackupAction({ organisationId, backupId: chosen.id, ...order }))
            }
          >
            <p>
              {t('restoreText', {
                volume: chosen.volume.name,
                zone: chosen.zone.name,
                at: copyMoment(chosen, locale),
              })}
            </p>
          </RestoreDialog>
        )}
        {open?.act === 'remove' && chosen && (
          <RemoveDialog
            copy={chosen}
            title={t('removeTitle', { name: chosen.name, volume: chosen.volume.name })}
            confirmLabel={t('remove')}
            text={(at) =>
              chosen.state === 'failed'
                ? t('removeFailedText')
                : t('removeText', { at, volume: chosen.volume.name })
            }
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
