'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { VolumePage } from '~/app/_client/compute'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { formatMoney, type Locale } from '~/lib/kernel/format'
import { emptyChoice, type Schedule, ScheduleFields, toRule } from './schedule-fields'
import type { VolumeActs } from './use-volume-actions'

type Props = { page: VolumePage; cents: bigint; onClose: () => void; act: VolumeActs }

/** How often, how many are kept, and what that costs at most; « never » takes the schedule away. */
export function ScheduleDialog({ page, cents, onClose, act }: Props) {
  const t = useTranslations('snapshots.schedule')
  const locale = useLocale() as Locale
  const { volume, schedule, snapshots } = page
  const [choice, setChoice] = useState<Schedule>({
    ...emptyChoice,
    ...schedule?.rule,
    ...(schedule && { keep: schedule.keep }),
  })
  const { keep } = choice
  const taken = snapshots.filter((each) => each.scheduledFor !== null && each.state === 'available').length
  const surplus = choice.rhythm === 'none' ? 0 : Math.max(0, taken - keep)
  const save = () => {
    const rule = toRule(choice)
    return rule ? act.setSchedule(rule, keep) : act.removeSchedule()
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('title', { name: volume.name })}
      confirmLabel={t('save')}
      prove={(proof) => confirmIdentityAction({ proof })}
      onConfirm={save}
    >
      <ScheduleFields choice={choice} onChange={(change) => setChoice({ ...choice, ...change })} />
      {choice.rhythm === 'none' ? (
        <p>{t('stop')}</p>
      ) : (
        <p>
          {t('cost', {
            price: formatMoney(cents, locale),
            total: formatMoney(cents * BigInt(keep), locale),
            keep,
          })}
        </p>
      )}
      {surplus > 0 && <p className="text-warn">{t('surplus', { count: surplus })}</p>}
    </ConfirmDialog>
  )
}
