'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useLetters } from '~/app/_client/use-letters'
import { Button } from '~/components/ui/links/button'
import { BulkDialog } from './bulk-dialog'
import { QueueKeys } from './queue-keys'
import { type QueueItem, QueueList } from './queue-list'

type Item = QueueItem & { kind: string }
type Props = { items: readonly Item[]; blocked: string | undefined }

/** The queue with checkboxes: x ticks the open case; ticked cases of one kind are decided together. */
export function CaseList({ items, blocked }: Props) {
  const t = useTranslations('cases')
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [deciding, setDeciding] = useState<'accepted' | 'refused' | null>(null)
  const current = items.findIndex((item) => item.isCurrent)
  const currentId = items[current]?.id
  const chosen = items.filter((item) => ticked.has(item.id))
  const isMixed = new Set(chosen.map(({ kind }) => kind)).size > 1
  const why = blocked ?? (isMixed ? t('mixed') : undefined)
  const tick = (id: string) =>
    setTicked((before) => {
      const after = new Set(before)
      if (!after.delete(id)) after.add(id)
      return after
    })

  // After a decision the next case opens: its entry has the focus, so that the keys go on from there.
  const list = useRef<HTMLDivElement>(null)
  const before = useRef(currentId)
  useEffect(() => {
    if (before.current === currentId) return
    before.current = currentId
    // Not while something is being written.
    if (document.activeElement?.matches('input, textarea, select')) return
    list.current?.querySelector<HTMLElement>('[aria-current]')?.focus()
  }, [currentId])

  useLetters({ x: currentId === undefined ? undefined : () => tick(currentId) })

  return (
    <div ref={list} className="grid gap-2">
      <QueueKeys hrefs={items.map((item) => item.href)} current={current} />
      <QueueList items={items} ticks={{ ticked, onTick: tick }} />
      {chosen.length > 0 && (
        <div className="card flex flex-wrap items-center gap-2 px-4 py-2.5">
          <span className="mr-auto text-sm" role="status">
            {t('ticked', { count: chosen.length })}
          </span>
          <Button size="sm" disabledReason={why} onClick={() => setDeciding('refused')}>
            {t('refuseMany')}
          </Button>
          <Button size="sm" disabledReason={why} onClick={() => setDeciding('accepted')}>
            {t('acceptMany')}
          </Button>
        </div>
      )}
      {/* Narrow screens have no keyboard shortcuts. */}
      <p className="text-sm text-ink-3 max-lg:hidden pointer-coarse:hidden">{t('keys')}</p>
      {deciding && (
        <BulkDialog
          decision={deciding}
          items={chosen}
          onClose={() => setDeciding(null)}
          onDone={() => {
            setDeciding(null)
            setTicked(new Set())
          }}
        />
      )}
    </div>
  )
}
