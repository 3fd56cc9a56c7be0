'use client'
import { useLocale, useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import type { VolumePage } from '~/app/_client/compute'
import { useReason } from '~/components/compute/use-reason'
import { ChangeNote } from '~/components/ordering/change-note'
import { Card } from '~/components/ui/display/card'
import { Button } from '~/components/ui/links/button'
import { TextLink } from '~/components/ui/links/text-link'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { ChangeWaits } from '~/lib/ordering/client'
import type { BackupTarget } from '~/lib/resources/client'
import { copyCan, volumeCan } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import type { Rights } from './rights'
import { ScheduleLine } from './schedule-line'
import type { VolumeActs } from './use-volume-actions'

const ScheduleDialog = lazy(async () => ({
  default: (await import('./schedule-dialog')).BackupScheduleDialog,
}))
const MakeDialog = lazy(async () => ({ default: (await import('./make-backup-dialog')).MakeBackupDialog }))

type Props = {
  organisationId: string
  page: VolumePage
  targets: readonly BackupTarget[]
  waits: ChangeWaits
  act: VolumeActs
  rights: Rights
}

/** The volume's backups, why they matter, and the button for another. */
export default function BackupsCard({ organisationId, page, targets, waits, act, rights }: Props) {
  const t = useTranslations('snapshots.backup')
  const locale = useLocale() as Locale
  const reason = useReason(rights.operate)
  const [open, setOpen] = useState<'make' | 'schedule' | null>(null)
  const close = () => setOpen(null)
  const { volume, snapshots, snapshotMonthlyCents } = page
  const price = snapshotMonthlyCents === null ? null : formatMoney(BigInt(snapshotMonthlyCents), locale)
  // The server checks the number of backups; here only the state of the volume decides.
  const decision = copyCan.backup.make(volume, null, { held: 0, areSold: price !== null })
  return (
    <Card
      title={t('title')}
      padded={false}
      actions={
        <Button
          size="sm"
          disabledReason={targets.length === 0 ? t('nowhere') : reason(decision)}
          onClick={() => setOpen('make')}
        >
          {t('make')}
        </Button>
      }
    >
      <ScheduleLine
        kind="backup"
        schedule={page.backupSchedule}
        isWaiting={waits.waiting.some(({ kind }) => kind === 'schedule_backups')}
        disabledReason={
          targets.length === 0
            ? t('nowhere')
            : reason(
                price === null ? { allowed: false, reason: 'backups_not_sold' } : volumeCan.schedule(volume),
              )
        }
        onChange={() => setOpen('schedule')}
      />
      <div className="px-4.5 py-3.5">
        <p className="text-ink-2">{t('text')}</p>
        <p className="mt-2">
          <TextLink href={routes.org.backups(organisationId)}>{t('all')}</TextLink>
        </p>
      </div>
      <Suspense fallback={null}>
        {open === 'schedule' && snapshotMonthlyCents !== null && (
          <ScheduleDialog
            page={page}
            cents={BigInt(snapshotMonthlyCents)}
            waitsFrom={waits.kept}
            targets={targets}
            onClose={close}
            act={act}
          />
        )}
        {open === 'make' && price !== null && (
          <MakeDialog
            organisationId={organisationId}
            volume={volume}
            snapshots={snapshots}
            targets={targets}
            price={price}
            note={
              snapshotMonthlyCents !== null && (
                <ChangeNote moreCents={BigInt(snapshotMonthlyCents)} from={waits.kept} />
              )
            }
            onClose={close}
          />
        )}
      </Suspense>
    </Card>
  )
}
