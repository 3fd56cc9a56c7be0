'use client'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import type { VolumePage } from '~/app/_client/compute'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { ChangeNote } from '~/components/ordering/change-note'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { WaitsFrom } from '~/lib/ordering/client'
import type { BackupTarget, ScheduleView } from '~/lib/resources/client'
import { BackupPlaceField, firstPlace, placeKey } from './backup-place-field'
import { emptyChoice, type Schedule, ScheduleFields, toRule } from './schedule-fields'
import type { VolumeActs } from './use-volume-actions'

type Props = {
  page: VolumePage
  cents: bigint
  waitsFrom: WaitsFrom
  onClose: () => void
  act: VolumeActs
}

/** Frequency and retention of snapshots, with the maximum price; « never » removes the schedule. */
export function SnapshotScheduleDialog({ page, cents, waitsFrom, onClose, act }: Props) {
  const t = useTranslations('snapshots.schedule.snapshot')
  const { volume, schedule, snapshots } = page
  const { choice, setChoice } = useChoice(schedule)
  const taken = snapshots.filter((each) => each.scheduledFor !== null && each.state === 'available').length
  const surplus = choice.rhythm === 'none' ? 0 : Math.max(0, taken - choice.keep)
  const save = () => {
    const rule = toRule(choice)
    return rule ? act.setSchedule(rule, choice.keep) : act.removeSchedule()
  }
  return (
    <Frame title={t('title', { name: volume.name })} onClose={onClose} onConfirm={save}>
      <ScheduleFields kind="snapshot" choice={choice} onChange={setChoice} />
      <Cost kind="snapshot" choice={choice} cents={cents} />
      <ChangeNote moreCents={moreCentsOf(choice, schedule, cents)} from={waitsFrom} />
      {surplus > 0 && <p className="text-warn">{t('surplus', { count: surplus })}</p>}
    </Frame>
  )
}

/** The same for backups, with their location. */
export function BackupScheduleDialog({
  page,
  cents,
  waitsFrom,
  targets,
  onClose,
  act,
}: Props & { targets: readonly BackupTarget[] }) {
  const t = useTranslations('snapshots.schedule.backup')
  const { volume, backupSchedule } = page
  const { choice, setChoice } = useChoice(backupSchedule)
  const [place, setPlace] = useState(
    backupSchedule?.place ? placeKey(backupSchedule.place) : firstPlace(targets, volume.zone.id),
  )
  const isLess = choice.rhythm !== 'none' && choice.keep < (backupSchedule?.keep ?? 0)
  const save = () => {
    const rule = toRule(choice)
    const target = targets.find((each) => placeKey(each) === place)
    if (!rule) return act.removeBackupSchedule()
    if (!target) return Promise.resolve({ ok: false as const, code: 'invalid_input' as const })
    return act.setBackupSchedule(rule, choice.keep, target)
  }
  return (
    <Frame title={t('title', { name: volume.name })} onClose={onClose} onConfirm={save}>
      <ScheduleFields kind="backup" choice={choice} onChange={setChoice} />
      {choice.rhythm !== 'none' && <BackupPlaceField targets={targets} value={place} onChange={setPlace} />}
      <Cost kind="backup" choice={choice} cents={cents} />
      <ChangeNote moreCents={moreCentsOf(choice, backupSchedule, cents)} from={waitsFrom} />
      {isLess && <p className="text-warn">{t('surplus', { keep: choice.keep })}</p>}
    </Frame>
  )
}

function useChoice(schedule: ScheduleView | null) {
  const [choice, setWhole] = useState<Schedule>({
    ...emptyChoice,
    ...schedule?.rule,
    ...(schedule && { keep: schedule.keep }),
  })
  return { choice, setChoice: (change: Partial<Schedule>) => setWhole({ ...choice, ...change }) }
}

function Frame(props: {
  title: string
  onClose: () => void
  onConfirm: Parameters<typeof ConfirmDialog>[0]['onConfirm']
  children: ReactNode
}) {
  const t = useTranslations('snapshots.schedule')
  return (
    <ConfirmDialog
      isOpen
      {...props}
      confirmLabel={t('save')}
      prove={(proof) => confirmIdentityAction({ proof })}
    />
  )
}

/** The additional retention compared with the previous schedule, at the unit price. */
const moreCentsOf = ({ rhythm, keep }: Schedule, before: ScheduleView | null, cents: bigint) =>
  rhythm === 'none' ? 0n : cents * BigInt(keep - (before?.keep ?? 0))

type CostProps = { kind: 'snapshot' | 'backup'; choice: Schedule; cents: bigint }

function Cost({ kind, choice: { rhythm, keep }, cents }: CostProps) {
  const t = useTranslations('snapshots.schedule')
  const locale = useLocale() as Locale
  if (rhythm === 'none') return <p>{t(`${kind}.stop`)}</p>
  const price = formatMoney(cents, locale)
  return <p>{t(`${kind}.cost`, { price, total: formatMoney(cents * BigInt(keep), locale), keep })}</p>
}
