'use client'
import type { QueryKey } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import type { InstancePage } from '~/app/_client/compute'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { useSpecText } from '~/components/compute/bundle-spec'
import { copyMoment } from '~/components/compute/copies/copy-moment'
import { SnapshotTable } from '~/components/compute/copies/snapshot-table'
import { useReason } from '~/components/compute/use-reason'
import { ChangeNote } from '~/components/ordering/change-note'
import { Card } from '~/components/ui/display/card'
import { Button } from '~/components/ui/links/button'
import { TextLink } from '~/components/ui/links/text-link'
import type { Id } from '~/lib/kernel/ids'
import { formatGb, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { CopyAccess, ServerChoice, WaitsFrom } from '~/lib/ordering/client'
import { copyCan, copyKinds, transientSnapshotStates } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { askedAccess, CopyAccessFields, keptFirst } from './copy-access'
import type { Rights } from './rights'
import { useSnapshotActions } from './use-snapshot-actions'

const TakeDialog = lazy(async () => ({
  default: (await import('~/components/compute/copies/take-snapshot-dialog')).TakeSnapshotDialog,
}))
const CopyDialog = lazy(async () => ({
  default: (await import('~/components/compute/copies/order-from-copy-dialog')).OrderFromCopyDialog,
}))
const MakeImageDialog = lazy(async () => ({
  default: (await import('./make-image-dialog')).MakeImageDialog,
}))
const LossDialog = lazy(async () => ({
  default: (await import('~/components/compute/copies/copy-loss-dialog')).CopyLossDialog,
}))

type Props = {
  organisationId: string
  page: InstancePage
  queryKey: QueryKey
  choices: readonly ServerChoice[]
  copyAccess: CopyAccess
  waitsFrom: WaitsFrom
  rights: Rights
}
type Open = { act: 'take' | 'makeImage' } | { act: 'restore' | 'remove' | 'copy'; snapshotId: Id<'snapshot'> }

const can = copyCan.server_snapshot

/** Snapshots of the server's root disk: take, restore, delete; with the price of one more. */
export default function SnapshotsCard({
  organisationId,
  page,
  queryKey,
  choices,
  copyAccess,
  waitsFrom,
  rights,
}: Props) {
  const t = useTranslations('snapshots')
  const compute = useTranslations('compute')
  const locale = useLocale() as Locale
  const spec = useSpecText()
  const mayOperate = useReason(rights.operate)
  const mayOrder = useReason(rights.order)
  const mayRemove = useReason(rights.remove)
  const [open, setOpen] = useState<Open | null>(null)
  const [kept, setKept] = useState(() => keptFirst(copyAccess))
  const act = useSnapshotActions(organisationId, page.instance.id, queryKey)
  const { instance, snapshots, snapshotMonthlyCents } = page
  const moving = snapshots.filter((each) => transientSnapshotStates.includes(each.state)).length
  const held = snapshots.filter((each) => each.state !== 'failed').length
  const price = snapshotMonthlyCents === null ? null : formatMoney(BigInt(snapshotMonthlyCents), locale)
  const chosen =
    open && 'snapshotId' in open ? snapshots.find((each) => each.id === open.snapshotId) : undefined
  // The server checks the image quota; here only the state of the server decides.
  const standing = snapshots.find((each) => each.state === 'available') ?? null
  const canMakeImage = copyCan.image.make(instance, instance.state === 'stopped' ? null : standing, {
    held: 0,
    areSold: price !== null,
  })
  const note = snapshotMonthlyCents !== null && (
    <ChangeNote moreCents={BigInt(snapshotMonthlyCents)} from={waitsFrom} />
  )
  const close = () => setOpen(null)
  return (
    <Card
      title={t('server.title')}
      note={t('count', { held, max: copyKinds.server_snapshot.max })}
      padded={false}
      actions={
        <div className="flex flex-wrap justify-end gap-2">
          <Button
            size="sm"
            disabledReason={mayOperate(canMakeImage)}
            onClick={() => setOpen({ act: 'makeImage' })}
          >
            {t('image.make')}
          </Button>
          <Button
            size="sm"
            disabledReason={mayOperate(can.make(instance, { held, areSold: price !== null }))}
            onClick={() => setOpen({ act: 'take' })}
          >
            {t('take')}
          </Button>
        </div>
      }
    >
      <p className="border-b border-line px-4.5 py-3 text-sm text-ink-2">
        {t('server.notBackedUp')}{' '}
        <TextLink href={routes.org.backups(organisationId)}>{t('server.toBackups')}</TextLink>
      </p>
      <SnapshotTable
        snapshots={snapshots}
        words={{
          title: t('server.title'),
          none: t('server.none'),
          copy: t('server.copy'),
          copyNamed: (name) => t('server.copyNamed', { name }),
        }}
        reasons={{
          copy: (snapshot) => mayOrder(can.beginAs(instance, snapshot)),
          restore: (snapshot) => mayOperate(can.restore(instance, snapshot, moving)),
          remove: (snapshot) => mayRemove(can.delete(instance, snapshot, snapshot.dependents)),
        }}
        onAct={(act, snapshotId) => setOpen({ act, snapshotId })}
      />
      <Suspense fallback={null}>
        {open?.act === 'take' && price !== null && (
          <TakeDialog
            of={instance.name}
            taken={snapshots.map(({ name }) => name)}
            text={t('server.takeText', { price, size: formatGb(instance.bundle.rootDiskGib, locale) })}
            notice={instance.state === 'running' ? t('server.takeRunning') : null}
            note={note}
            onClose={close}
            save={act.take}
          />
        )}
        {open?.act === 'makeImage' && price !== null && (
          <MakeImageDialog
            organisationId={organisationId}
            instance={instance}
            snapshots={snapshots}
            price={price}
            note={note}
            onClose={close}
            save={act.makeImage}
          />
        )}
        {open?.act === 'copy' && chosen && (
          <CopyDialog
            organisationId={organisationId}
            words={{
              title: t('server.copyTitle', { name: chosen.name }),
              confirm: t('server.copyOrder'),
              name: t('server.copyName'),
              bundle: t('server.copyBundle'),
              none: t('server.copyNone'),
              price: (price) => compute('resize.note', { price }),
            }}
            choices={choices
              .filter((choice) => choice.rootDiskGib >= chosen.sizeGib)
              .map((choice) => ({ ...choice, hint: spec(choice) }))}
            onClose={close}
            save={(order) => act.copy({ ...order, ...askedAccess(copyAccess, kept), snapshotId: chosen.id })}
          >
            <p>{t('server.copyText', { server: instance.name, at: copyMoment(chosen, locale) })}</p>
            <CopyAccessFields access={copyAccess} kept={kept} onChange={setKept} />
          </CopyDialog>
        )}
        {(open?.act === 'restore' || open?.act === 'remove') && chosen && (
          <LossDialog
            copy={chosen}
            title={
              open.act === 'restore'
                ? t('restoreTitle', { name: chosen.name, volume: instance.name })
                : t('removeTitle', { name: chosen.name, volume: instance.name })
            }
            confirmLabel={open.act === 'restore' ? t('restore') : t('remove')}
            {...(open.act === 'restore' && { typeName: instance.name })}
            text={(at) => {
              if (open.act === 'restore') return t('server.restoreText', { at })
              return chosen.state === 'failed' ? t('removeFailedText') : t('server.removeText', { at })
            }}
            onClose={close}
            prove={(proof) => confirmIdentityAction({ proof })}
            onConfirm={() => (open.act === 'restore' ? act.restore(chosen.id) : act.remove(chosen.id))}
          />
        )}
      </Suspense>
    </Card>
  )
}
