'use client'
import type { QueryKey } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import type { InstancePage } from '~/app/_client/compute'
import { useReason } from '~/components/compute/use-reason'
import { Button } from '~/components/ui/button'
import { Card } from '~/components/ui/card'
import { instanceSnapshotCan, instanceSnapshotsMax } from '~/lib/compute/client'
import { formatMoney, type Locale } from '~/lib/kernel/format'
import type { Id } from '~/lib/kernel/ids'
import type { ServerChoice } from '~/lib/ordering/client'
import type { Rights } from './instance-screen'
import { SnapshotTable } from './snapshot-table'
import { useSnapshotActions } from './use-snapshot-actions'

const TakeDialog = lazy(async () => ({
  default: (await import('./take-snapshot-dialog')).TakeSnapshotDialog,
}))
const CopyDialog = lazy(async () => ({
  default: (await import('./copy-instance-dialog')).CopyInstanceDialog,
}))
const LossDialog = lazy(async () => ({
  default: (await import('./snapshot-loss-dialog')).SnapshotLossDialog,
}))

type Props = {
  organisationId: string
  page: InstancePage
  queryKey: QueryKey
  choices: readonly ServerChoice[]
  rights: Rights
}
type Open = { act: 'take' } | { act: 'restore' | 'remove' | 'copy'; snapshotId: Id<'snapshot'> }

/** What the server's root disk held at other moments: taken, brought back, deleted; with the price of one more. */
export default function SnapshotsCard({ organisationId, page, queryKey, choices, rights }: Props) {
  const t = useTranslations('snapshots')
  const locale = useLocale() as Locale
  const reason = useReason(rights.operate)
  const [open, setOpen] = useState<Open | null>(null)
  const act = useSnapshotActions(organisationId, page.instance.id, queryKey)
  const { instance, snapshots, snapshotMonthlyCents } = page
  const held = snapshots.filter((each) => each.state !== 'failed').length
  const price = snapshotMonthlyCents === null ? null : formatMoney(BigInt(snapshotMonthlyCents), locale)
  const chosen =
    open && open.act !== 'take' ? snapshots.find((each) => each.id === open.snapshotId) : undefined
  const close = () => setOpen(null)
  return (
    <Card
      title={t('server.title')}
      note={t('count', { held, max: instanceSnapshotsMax })}
      padded={false}
      actions={
        <Button
          size="sm"
          disabledReason={reason(instanceSnapshotCan.take(instance, { held, areSold: price !== null }))}
          onClick={() => setOpen({ act: 'take' })}
        >
          {t('take')}
        </Button>
      }
    >
      <SnapshotTable
        page={page}
        rights={rights}
        onRestore={(snapshotId) => setOpen({ act: 'restore', snapshotId })}
        onCopy={(snapshotId) => setOpen({ act: 'copy', snapshotId })}
        onRemove={(snapshotId) => setOpen({ act: 'remove', snapshotId })}
      />
      <Suspense fallback={null}>
        {open?.act === 'take' && price !== null && (
          <TakeDialog instance={instance} price={price} onClose={close} save={act.take} />
        )}
        {open?.act === 'copy' && chosen && (
          <CopyDialog
            organisationId={organisationId}
            instance={instance}
            snapshot={chosen}
            choices={choices}
            onClose={close}
            save={act.copy}
          />
        )}
        {(open?.act === 'restore' || open?.act === 'remove') && chosen && (
          <LossDialog
            instance={instance}
            snapshot={chosen}
            isRestore={open.act === 'restore'}
            onClose={close}
            act={act}
          />
        )}
      </Suspense>
    </Card>
  )
}
