'use client'
import { useLocale, useTranslations } from 'next-intl'
import { KeptName } from '~/components/compute/kept-name'
import { Button } from '~/components/ui/button'
import { Money } from '~/components/ui/money'
import type { Id } from '~/lib/kernel/ids'
import { formatGb, type Locale } from '~/lib/kernel/text/format'
import type { InstanceSnapshotView, SnapshotView } from '~/lib/resources/client'

export type SnapshotAct = 'copy' | 'restore' | 'remove'

type Snapshot = InstanceSnapshotView & Partial<Pick<SnapshotView, 'scheduledFor'>>
type Props<S extends Snapshot> = {
  snapshots: readonly S[]
  /** What a copy is called, which is a volume or a server. */
  words: { title: string; none: string; copy: string; copyNamed: (name: string) => string }
  /** Why an act cannot be done with one of them; undefined when it can. */
  reasons: Record<SnapshotAct, (snapshot: S) => string | undefined>
  onAct: (act: SnapshotAct, id: Id<'snapshot'>) => void
}

/** The snapshots of a volume or of a server's disk, newest first, each with what can be done about it. */
export function SnapshotTable<S extends Snapshot>({ snapshots, words, reasons, onAct }: Props<S>) {
  const t = useTranslations('snapshots')
  const locale = useLocale() as Locale
  if (snapshots.length === 0) return <p className="px-4.5 py-3.5 text-ink-2">{words.none}</p>
  return (
    <table className="data-table w-full border-separate border-spacing-0 text-left">
      <caption className="sr-only">{words.title}</caption>
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
              <KeptName
                name={snapshot.name}
                at={snapshot.takenAt}
                state={snapshot.state}
                stateText={t(`state.${snapshot.state}`)}
                failureCode={snapshot.failureCode}
                note={snapshot.scheduledFor && ` · ${t('schedule.taken')}`}
              />
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
                    aria-label={words.copyNamed(snapshot.name)}
                    disabledReason={reasons.copy(snapshot)}
                    onClick={() => onAct('copy', snapshot.id)}
                  >
                    {words.copy}
                  </Button>
                )}
                {snapshot.state !== 'failed' && (
                  <Button
                    size="sm"
                    aria-label={t('restoreNamed', { name: snapshot.name })}
                    disabledReason={reasons.restore(snapshot)}
                    onClick={() => onAct('restore', snapshot.id)}
                  >
                    {t('restore')}
                  </Button>
                )}
                <Button
                  size="sm"
                  variant="danger"
                  aria-label={t('removeNamed', { name: snapshot.name })}
                  disabledReason={reasons.remove(snapshot)}
                  onClick={() => onAct('remove', snapshot.id)}
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
