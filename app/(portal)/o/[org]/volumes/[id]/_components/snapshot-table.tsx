'use client'
import { useLocale, useTranslations } from 'next-intl'
import type { VolumePage } from '~/app/_client/compute'
import { useReason } from '~/components/compute/use-reason'
import { Button } from '~/components/ui/button'
import { ErrorText } from '~/components/ui/callout'
import { Money } from '~/components/ui/money'
import { StatePill } from '~/components/ui/state-pill'
import { Timestamp } from '~/components/ui/timestamp'
import { snapshotCan, snapshotTones, transientSnapshotStates } from '~/lib/compute/client'
import { formatGb, type Locale } from '~/lib/kernel/format'
import type { Id } from '~/lib/kernel/ids'
import type { Rights } from './volume-screen'

type Props = {
  page: VolumePage
  rights: Rights
  onRestore: (id: Id<'snapshot'>) => void
  onCopy: (id: Id<'snapshot'>) => void
  onRemove: (id: Id<'snapshot'>) => void
}

/** The snapshots of a volume, newest first, each with what can be done about it. */
export function SnapshotTable({ page, rights, onRestore, onCopy, onRemove }: Props) {
  const t = useTranslations('snapshots')
  const causes = useTranslations('provisioning')
  const locale = useLocale() as Locale
  const mayOperate = useReason(rights.operate)
  const mayOrder = useReason(rights.order)
  const mayRemove = useReason(rights.remove)
  const { volume, snapshots, copying } = page
  if (snapshots.length === 0) return <p className="px-4.5 py-3.5 text-ink-2">{t('none')}</p>
  const moving = snapshots.filter((each) => transientSnapshotStates.includes(each.state)).length
  return (
    <table className="data-table w-full border-separate border-spacing-0 text-left">
      <caption className="sr-only">{t('title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('name')}</th>
          <th scope="col" className="text-right max-sm:hidden">
            {t('size')}
          </th>
          <th scope="col" className="text-right max-sm:hidden">
            {t('monthly')}
          </th>
          <th scope="col">
            <span className="sr-only">{t('actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {snapshots.map((snapshot) => (
          <tr key={snapshot.id}>
            <td className="whitespace-normal">
              <p className="font-semibold">{snapshot.name}</p>
              {snapshot.takenAt && snapshot.state === 'available' ? (
                <p className="text-sm text-ink-2">
                  <Timestamp look="short" at={new Date(snapshot.takenAt)} />
                  {snapshot.scheduledFor && ` · ${t('schedule.taken')}`}
                </p>
              ) : (
                <StatePill
                  tone={snapshotTones[snapshot.state]}
                  busy={transientSnapshotStates.includes(snapshot.state)}
                >
                  {t(`state.${snapshot.state}`)}
                </StatePill>
              )}
              {snapshot.failureCode && (
                <p className="text-sm text-ink-2">{causes(`failure.${snapshot.failureCode}`)}</p>
              )}
              {snapshot.failureText && <ErrorText>{snapshot.failureText}</ErrorText>}
            </td>
            <td className="text-right max-sm:hidden">{formatGb(snapshot.sizeGib, locale)}</td>
            <td className="text-right max-sm:hidden">
              {snapshot.state !== 'failed' && <Money bare cents={BigInt(snapshot.monthlyCents)} />}
            </td>
            <td>
              <div className="flex flex-wrap justify-end gap-2 sm:flex-nowrap">
                {snapshot.state !== 'failed' && (
                  <Button
                    size="sm"
                    aria-label={t('copyNamed', { name: snapshot.name })}
                    disabledReason={mayOrder(snapshotCan.copy(volume, snapshot))}
                    onClick={() => onCopy(snapshot.id)}
                  >
                    {t('copy')}
                  </Button>
                )}
                {snapshot.state !== 'failed' && (
                  <Button
                    size="sm"
                    aria-label={t('restoreNamed', { name: snapshot.name })}
                    disabledReason={mayOperate(snapshotCan.restore(volume, snapshot, { moving, copying }))}
                    onClick={() => onRestore(snapshot.id)}
                  >
                    {t('restore')}
                  </Button>
                )}
                <Button
                  size="sm"
                  variant="danger"
                  aria-label={t('removeNamed', { name: snapshot.name })}
                  disabledReason={mayRemove(snapshotCan.delete(volume, snapshot, snapshot.copying))}
                  onClick={() => onRemove(snapshot.id)}
                >
                  {t('remove')}
                </Button>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
