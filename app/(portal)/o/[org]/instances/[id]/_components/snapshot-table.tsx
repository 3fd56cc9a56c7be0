'use client'
import { useLocale, useTranslations } from 'next-intl'
import type { InstancePage } from '~/app/_client/compute'
import { useReason } from '~/components/compute/use-reason'
import { Button } from '~/components/ui/button'
import { ErrorText } from '~/components/ui/callout'
import { Money } from '~/components/ui/money'
import { StatePill } from '~/components/ui/state-pill'
import { Timestamp } from '~/components/ui/timestamp'
import { instanceSnapshotCan, snapshotTones, transientSnapshotStates } from '~/lib/compute/client'
import { formatGb, type Locale } from '~/lib/kernel/format'
import type { Id } from '~/lib/kernel/ids'
import type { Rights } from './instance-screen'

type Props = {
  page: InstancePage
  rights: Rights
  onRestore: (id: Id<'snapshot'>) => void
  onCopy: (id: Id<'snapshot'>) => void
  onRemove: (id: Id<'snapshot'>) => void
}

/** The snapshots of a server, newest first, each with what can be done about it. */
export function SnapshotTable({ page, rights, onRestore, onCopy, onRemove }: Props) {
  const t = useTranslations('snapshots')
  const causes = useTranslations('provisioning')
  const locale = useLocale() as Locale
  const mayOperate = useReason(rights.operate)
  const mayOrder = useReason(rights.order)
  const mayRemove = useReason(rights.remove)
  const { instance, snapshots } = page
  if (snapshots.length === 0) return <p className="px-4.5 py-3.5 text-ink-2">{t('server.none')}</p>
  const moving = snapshots.filter((each) => transientSnapshotStates.includes(each.state)).length
  return (
    <table className="data-table w-full border-separate border-spacing-0 text-left">
      <caption className="sr-only">{t('server.title')}</caption>
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
                    aria-label={t('server.copyNamed', { name: snapshot.name })}
                    disabledReason={mayOrder(instanceSnapshotCan.copy(instance, snapshot))}
                    onClick={() => onCopy(snapshot.id)}
                  >
                    {t('server.copy')}
                  </Button>
                )}
                {snapshot.state !== 'failed' && (
                  <Button
                    size="sm"
                    aria-label={t('restoreNamed', { name: snapshot.name })}
                    disabledReason={mayOperate(instanceSnapshotCan.restore(instance, snapshot, moving))}
                    onClick={() => onRestore(snapshot.id)}
                  >
                    {t('restore')}
                  </Button>
                )}
                <Button
                  size="sm"
                  variant="danger"
                  aria-label={t('removeNamed', { name: snapshot.name })}
                  disabledReason={mayRemove(instanceSnapshotCan.delete(instance, snapshot, snapshot.copying))}
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
