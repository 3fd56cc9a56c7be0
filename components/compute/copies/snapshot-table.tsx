'use client'
import { useTranslations } from 'next-intl'
import type { Id } from '~/lib/kernel/ids'
import type { InstanceSnapshotView, SnapshotView } from '~/lib/resources/client'
import { CopyTable } from './copy-table'

type Act = 'copy' | 'restore' | 'remove'
type Snapshot = InstanceSnapshotView & Partial<Pick<SnapshotView, 'scheduledFor'>>
type Props<S extends Snapshot> = {
  snapshots: readonly S[]
  /** The copy is a volume or a server. */
  words: { title: string; none: string; copy: string; copyNamed: (name: string) => string }
  /** Why an action is unavailable for a snapshot; undefined if available. */
  reasons: Record<Act, (snapshot: S) => string | undefined>
  onAct: (act: Act, id: Id<'snapshot'>) => void
}

/** The snapshots of a volume or of a server's disk. */
export function SnapshotTable<S extends Snapshot>({ snapshots, words, reasons, onAct }: Props<S>) {
  const t = useTranslations('snapshots')
  if (snapshots.length === 0) return <p className="px-4.5 py-3.5 text-ink-2">{words.none}</p>
  const act = (name: Act) => ({ reason: reasons[name], run: ({ id }: S) => onAct(name, id) })
  return (
    <CopyTable
      copies={snapshots}
      words={{
        title: words.title,
        name: t('name'),
        size: t('size'),
        monthly: t('monthly'),
        actions: t('actions'),
      }}
      stateText={(state) => t(`state.${state}`)}
      note={(snapshot) => snapshot.scheduledFor && ` · ${t('schedule.taken')}`}
      acts={[
        { ...act('copy'), text: words.copy, named: words.copyNamed },
        { ...act('restore'), text: t('restore'), named: (name) => t('restoreNamed', { name }) },
      ]}
      remove={{ ...act('remove'), text: t('remove'), named: (name) => t('removeNamed', { name }) }}
    />
  )
}
