import { useTranslations } from 'next-intl'
import { cx } from '~/components/ui/cx'
import { Icon } from '~/components/ui/display/icon'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { ThreadPart } from '~/lib/support/client'

type Message = Extract<ThreadPart, { kind: 'message' }>
type Props = { thread: readonly ThreadPart[]; fileHref: (attachmentId: string) => string }

/** Messages and state changes of a ticket, oldest first. */
export function TicketThread({ thread, fileHref }: Props) {
  const t = useTranslations('support.thread')
  return (
    <ol className="divide-y divide-line">
      {thread.map((part) =>
        part.kind === 'message' ? (
          <li
            key={part.id}
            className={cx('grid gap-1.5 px-4.5 py-3.5', part.side === 'support' && 'bg-sunken')}
          >
            <Head name={part.author ?? t(part.side)} side={t(part.side)} at={part.at} />
            <p className="whitespace-pre-wrap wrap-anywhere">{part.body}</p>
            <Files files={part.files} fileHref={fileHref} />
          </li>
        ) : (
          <li key={part.id} className="flex flex-wrap justify-between gap-x-4 px-4.5 py-2 text-sm text-ink-2">
            <span>{t(`became.${part.to}`, { actor: part.actor })}</span>
            <Timestamp at={new Date(part.at)} look="short" />
          </li>
        ),
      )}
    </ol>
  )
}

function Head({ name, side, at }: { name: string; side: string; at: string }) {
  return (
    <p className="flex flex-wrap items-baseline justify-between gap-x-4">
      <span>
        <strong className="font-semibold">{name}</strong>
        {name !== side && <span className="text-sm text-ink-3"> · {side}</span>}
      </span>
      <span className="text-sm text-ink-3">
        <Timestamp at={new Date(at)} look="short" />
      </span>
    </p>
  )
}

function Files({ files, fileHref }: Pick<Message, 'files'> & Pick<Props, 'fileHref'>) {
  const t = useTranslations('support.thread')
  if (files.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-2">
      {files.map(({ id, name, sizeBytes }) => (
        <li key={id}>
          <a
            href={fileHref(id)}
            download
            aria-label={t('download', { name })}
            className="inline-flex min-h-9 items-center gap-1.5 rounded-control border border-line-strong bg-surface px-2.5 text-sm hover:border-field"
          >
            <Icon name="download" size={15} />
            <span className="wrap-anywhere">{name}</span>
            <span className="text-ink-3">{t('size', { kib: Math.ceil(sizeBytes / 1024) })}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
