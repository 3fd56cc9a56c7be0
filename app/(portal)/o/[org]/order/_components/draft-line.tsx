'use client'
import { useTranslations } from 'next-intl'
import { Timestamp } from '~/components/ui/display/timestamp'
import { Button } from '~/components/ui/links/button'

/** That the page shows a cart begun before, of when where the account keeps it, and the way to an empty one. */
export function DraftLine({ savedAt, onEmpty }: { savedAt: string | null; onEmpty: () => void }) {
  const t = useTranslations('ordering.draft')
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
      <span>
        {savedAt ? t.rich('resumed', { at: () => <Timestamp at={new Date(savedAt)} /> }) : t('here')}
      </span>
      <Button size="sm" onClick={onEmpty}>
        {t('empty')}
      </Button>
    </p>
  )
}
