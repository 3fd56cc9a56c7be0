'use client'
import { useLocale, useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import type { VolumePage } from '~/app/_client/compute'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { copyMoment } from '~/components/compute/copies/copy-moment'
import { SnapshotTable } from '~/components/compute/copies/snapshot-table'
import { useReason } from '~/components/compute/use-reason'
import { ChangeNote } from '~/components/ordering/change-note'
import { Card } from '~/components/ui/display/card'
import { Button } from '~/components/ui/links/button'
import type { Id } from '~/lib/kernel/ids'
import { formatGb, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { ChangeWaits, CopyChoice } from '~/lib/ordering/client'
import { copyCan, copyKinds, transientSnapshotStates, volumeCan } from '~/lib/resources/client'
import type { Rights } from './rights'
import { ScheduleLine } from './schedule-line'
import type { VolumeActs } from './use-volume-actions'

const TakeDialog = lazy(async () => ({
  default: (await import('~/components/compute/copies/take-snapshot-dialog')).TakeSnapshotDialog,
}))
const ScheduleDialog = lazy(async () => ({
  default: (await import('./schedule-dialog')).SnapshotScheduleDialog,
}))
const CopyDialog = lazy(async () => ({
  default: (await import('~/components/compute/copies/order-from-copy-dialog')).OrderFromCopyDialog,
}))
const LossDialog = lazy(async () => ({
  default: (await import('~/components/compute/copies/copy-loss-dialog')).CopyLossDialog,
}))

type Props = {
  organisationId: string
  page: VolumePage
  copyChoices: readonly CopyChoice[]
  waits: ChangeWaits
  act: VolumeActs
  rights: Rights
}
type Open =
  | { act: 'take' | 'schedule' }
  | { act: 'copy'; snapshotId: Id<'snapshot'> | null }
  | { act: 'restore' | 'remove'; snapshotId: Id<'snapshot'> }

const can = copyCan.volume_snapshot

/** The volume's snapshots: take, restore, delete; with the price of one more. */
export function SnapshotsCard({ organisationId, page, copyChoices, waits, act, rights }: Props) {
  const t = useTranslations('snapshots')
  const compute = useTranslations('compute')
  const locale = useLocale() as Locale
  const mayOperate = useReason(rights.operate)
  const mayOrder = useReason(rights.order)
  const mayRemove = useReason(rights.remove)
  const [open, setOpen] = useState<Open | null>(null)
  const { volume, snapshots, copying, snapshotMonthlyCents } = page
  const moving = snapshots.filter((each) => transientSnapshotStates.includes(each.state)).length
  const held = snapshots.filter((each) => each.state !== 'failed').length
  const price = snapshotMonthlyCents === null ? null : formatMoney(BigInt(snapshotMonthlyCents), locale)
  const chosen =
    open && 'snapshotId' in open ? snapshots.find((each) => each.id === open.snapshotId) : undefined
  const close = () => setOpen(null)
  return (
    <Card
      title={t('title')}
      note={t('count', { held, max: copyKinds.volume_snapshot.max })}
      padded={false}
      actions={
        <div className="flex flex-wrap justify-end gap-2">
          <Button
            size="sm"
            disabledReason={mayOrder(volumeCan.copy(volume))}
            onClick={() => setOpen({ act: 'copy', snapshotId: null })}
          >
            {t('copyVolume')}
          </Button>
          <Button
            size="sm"
            disabledReason={mayOperate(can.make(volume, { held, areSold: price !== null }))}
            onClick={() => setOpen({ act: 'take' })}
          >
            {t('take')}
          </Button>
        </div>
      }
    >
      <ScheduleLine
        kind="snapshot"
        schedule={page.schedule}
        isWaiting={waits.waiting.some(({ kind }) => kind === 'schedule_snapshots')}
        disabledReason={mayOperate(
          price === null ? { allowed: false, reason: 'snapshots_not_sold' } : volumeCan.schedule(volume),
        )}
        onChange={() => setOpen({ act: 'schedule' })}
      />
      <SnapshotTable
        snapshots={snapshots}
        words={{
          title: t('title'),
          none: t('none'),
          copy: t('copy'),
          copyNamed: (name) => t('copyNamed', { name }),
        }}
        reasons={{
          copy: (snapshot) => mayOrder(can.beginAs(volume, snapshot)),
          restore: (snapshot) => mayOperate(can.restore(volume, snapshot, { moving, copying })),
          remove: (snapshot) => mayRemove(can.delete(volume, snapshot, snapshot.dependents)),
        }}
        onAct={(act, snapshotId) => setOpen({ act, snapshotId })}
      />
      <Suspense fallback={null}>
        {open?.act === 'take' && price !== null && (
          <TakeDialog
            of={volume.name}
            taken={snapshots.map(({ name }) => name)}
            text={t('takeText', { price, size: formatGb(volume.sizeGib, locale) })}
            notice={volume.state === 'attached' ? t('takeAttached') : null}
            note={
              snapshotMonthlyCents !== null && (
                <ChangeNote moreCents={BigInt(snapshotMonthlyCents)} from={waits.kept} />
              )
            }
            onClose={close}
            save={act.takeSnapshot}
          />
        )}
        {open?.act === 'schedule' && snapshotMonthlyCents !== null && (
          <ScheduleDialog
            page={page}
            cents={BigInt(snapshotMonthlyCents)}
            waitsFrom={waits.kept}
            onClose={close}
            act={act}
          />
        )}
        {open?.act === 'copy' && (
          <CopyDialog
            organisationId={organisationId}
            words={{
              title: t('copyTitle', { name: chosen?.name ?? volume.name }),
              confirm: t('copyOrder'),
              name: t('copyName'),
              bundle: t('copyBundle'),
              none: t('copyNone'),
              price: (price) => compute('resize.note', { price }),
            }}
            choices={copyChoices.map((choice) => ({
              ...choice,
              hint: `${formatGb(choice.volumeGib, locale)} · ${compute(`volumeClass.${choice.volumeClass}`)}`,
            }))}
            onClose={close}
            save={(order) => act.copy({ ...order, ...(chosen && { snapshotId: chosen.id }) })}
          >
            <p>
              {chosen
                ? t('copyOfSnapshot', { volume: volume.name, at: copyMoment(chosen, locale) })
                : t('copyOfVolume', { volume: volume.name })}
            </p>
            {!chosen && volume.state === 'attached' && <p className="text-ink-2">{t('copyAttached')}</p>}
          </CopyDialog>
        )}
        {(open?.act === 'restore' || open?.act === 'remove') && chosen && (
          <LossDialog
            copy={chosen}
            title={
              open.act === 'restore'
                ? t('restoreTitle', { name: chosen.name, volume: volume.name })
                : t('removeTitle', { name: chosen.name, volume: volume.name })
            }
            confirmLabel={open.act === 'restore' ? t('restore') : t('remove')}
            {...(open.act === 'restore' && { typeName: volume.name })}
            text={(at) => {
              if (open.act === 'restore') return t('restoreText', { at })
              return chosen.state === 'failed' ? t('removeFailedText') : t('removeText', { at })
            }}
            onClose={close}
            prove={(proof) => confirmIdentityAction({ proof })}
            onConfirm={() =>
              open.act === 'restore' ? act.restoreSnapshot(chosen.id) : act.deleteSnapshot(chosen.id)
            }
          />
        )}
      </Suspense>
    </Card>
  )
}
