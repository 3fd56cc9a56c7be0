'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cx } from '~/components/ui/cx'
import { Card } from '~/components/ui/display/card'
import { Icon } from '~/components/ui/display/icon'
import { LinkButton } from '~/components/ui/links/link-button'
import { type Inbox, type InboxItem, type InboxKind, isToDo } from '~/lib/inbox/client'
import { useInbox } from '../_shell/use-inbox'
import { type InboxLine, useInboxLine } from '../_shell/use-inbox-line'
import type { Decide } from './approval-props'
import { ApproveButton } from './approve-button'

type Props = {
  organisationId: string
  initial: Inbox
  /** Shown elsewhere on the page. */
  omitted?: InboxKind
  decide: Decide
}

/** What waits for this person, each line with the way to end it; then what they should know. */
export function InboxCard({ organisationId, initial, omitted, decide }: Props) {
  const t = useTranslations('inbox')
  const items = useInbox(organisationId, initial).filter(({ kind }) => kind !== omitted)
  const line = useInboxLine(organisationId)
  const toDo = items.filter(isToDo)
  const noted = items.filter((item) => !isToDo(item))
  if (items.length === 0) return null
  const row = (item: InboxItem) => (
    <Row key={`${item.kind} ${line(item).id}`} line={line(item)} isMain={item.kind !== 'approval'}>
      {item.kind === 'approval' && (
        <ApproveButton organisationId={organisationId} approval={item} decide={decide} />
      )}
    </Row>
  )
  return (
    <>
      {toDo.length > 0 && (
        <Card title={t('title')} padded={false}>
          <ul className="divide-y divide-line">{toDo.map(row)}</ul>
        </Card>
      )}
      {noted.length > 0 && (
        <Card title={t('toKnow')} padded={false}>
          <ul className="divide-y divide-line">{noted.map(row)}</ul>
        </Card>
      )}
    </>
  )
}

const tones = { bad: 'text-bad', warn: 'text-warn', info: 'text-ink-3' }

type RowProps = {
  line: InboxLine
  /** Its way is the main act of the line. */
  isMain: boolean
  children: ReactNode
}

function Row({ line, isMain, children }: RowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4.5 py-2.5">
      <Icon name={line.icon} className={cx('self-start max-sm:mt-0.5 sm:self-center', tones[line.tone])} />
      <p className="min-w-0 flex-1 basis-56 wrap-anywhere">
        <span className="font-semibold">{line.title}</span>
        {line.text && <span className="block text-sm text-ink-2">{line.text}</span>}
      </p>
      <span className="flex flex-wrap gap-2">
        {children}
        <LinkButton
          size="sm"
          variant={isMain && line.tone !== 'info' ? 'primary' : 'secondary'}
          href={line.href}
          aria-label={`${line.act}, ${line.title}`}
        >
          {line.act}
        </LinkButton>
      </span>
    </li>
  )
}
