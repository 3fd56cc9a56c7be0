import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Pagination } from '~/components/table/pagination'
import type { TableState } from '~/components/table/table-state'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Timestamp } from '~/components/ui/display/timestamp'
import { FileLink } from '~/components/ui/links/file-link'
import { TextLink } from '~/components/ui/links/text-link'
import type { JournalEntry, JournalView } from '~/lib/identity/client'
import { formatTimestamp } from '~/lib/kernel/text/format'
import { JournalDetails } from './journal-details'

type Props = {
  view: JournalView
  state: TableState
  toolbar: ReactNode
  /** For all filtered lines, across all pages. */
  fileHref: string
  withOrganisation?: boolean
  /** The page of a line's subject, if it has one. */
  subjectHref?: (entry: JournalEntry) => string | undefined
}

/** Actor, action, subject, time and origin of events, newest first. */
export function JournalTable({
  view,
  state,
  toolbar,
  fileHref,
  withOrganisation = false,
  subjectHref,
}: Props) {
  const t = useTranslations('audit')
  const isSystem = ({ actorKind }: JournalEntry) => actorKind === 'system'
  const who = (entry: JournalEntry) =>
    (isSystem(entry) ? null : entry.actorName) ?? t(`actor.${entry.actorKind}`)
  const what = (entry: JournalEntry) => {
    const key = `event.${entry.event.replaceAll('.', '_')}`
    return t.has(key as never) ? t(key as never) : entry.event
  }
  const kind = (entry: JournalEntry) => {
    const key = `subjectKind.${entry.subjectKind}`
    return t.has(key as never) ? t(key as never) : t('subjectKind.other')
  }
  const columns: Column<JournalEntry>[] = [
    {
      id: 'when',
      header: t('when'),
      cell: (entry) => (
        <span title={t(entry.isChained ? 'chained' : 'notChained')}>
          <Timestamp at={new Date(entry.occurredAt)} look="exact" />
        </span>
      ),
      csv: (entry) => formatTimestamp(new Date(entry.occurredAt), 'fr'),
    },
    { id: 'what', header: t('what'), cell: what, className: 'font-medium' },
    {
      id: 'who',
      header: t('who'),
      // Customers need not know which of our processes acted.
      cell: (entry) => (
        <>
          {who(entry)}
          {withOrganisation && isSystem(entry) && entry.actorName && (
            <code className="block text-xs text-ink-3">{entry.actorName}</code>
          )}
        </>
      ),
      csv: who,
      hideable: true,
    },
    ...(withOrganisation
      ? [
          {
            id: 'organisation',
            header: t('organisation'),
            cell: (entry: JournalEntry) => entry.organisationName ?? '–',
            hideable: true,
          },
        ]
      : []),
    {
      id: 'subject',
      header: t('subject'),
      cell: (entry) => (
        <>
          {kind(entry)} <Subject entry={entry} href={subjectHref?.(entry)} />
        </>
      ),
      csv: (entry) => `${kind(entry)} ${entry.subjectName ?? entry.subjectId}`,
      hideable: true,
    },
    {
      id: 'from',
      header: t('from'),
      cell: (entry) => <code className="text-sm">{entry.ip ?? '–'}</code>,
      hideable: true,
    },
    {
      id: 'details',
      isAct: true,
      header: t('details'),
      cell: (entry) => <JournalDetails details={entry.details} />,
      csv: (entry) => JSON.stringify(entry.details),
      hideable: true,
    },
  ]
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rows={view.entries}
      rowKey={(entry) => entry.id}
      state={state}
      exportable={false}
      toolbar={
        <>
          {toolbar}
          <FileLink href={fileHref} size="sm">
            {t('file')}
          </FileLink>
        </>
      }
      empty={
        <EmptyState icon="filter" title={t('emptyTitle')}>
          {t('empty')}
        </EmptyState>
      }
      footer={<Pagination state={state} total={view.total} pageSize={view.pageSize} />}
    />
  )
}

/** Characters of a reference that tell two lines apart; the whole is in its title and in the file. */
const shownCharacters = 8

/** Shown by name; an unnamed subject by the end of its reference, in small print. */
function Subject({
  entry: { subjectName, subjectId },
  href,
}: {
  entry: JournalEntry
  href: string | undefined
}) {
  const name = subjectName ? (
    <code className="text-sm wrap-anywhere">{subjectName}</code>
  ) : (
    <code className="text-xs whitespace-nowrap text-ink-3" title={subjectId}>
      {subjectId.length > shownCharacters ? `…${subjectId.slice(-shownCharacters)}` : subjectId}
    </code>
  )
  if (!href) return name
  return <TextLink href={href}>{name}</TextLink>
}
