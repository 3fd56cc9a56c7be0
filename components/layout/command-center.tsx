'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo, useState } from 'react'
import { Icon } from '~/components/ui/display/icon'
import { Kbd } from '~/components/ui/display/kbd'
import { onDemand } from '~/components/ui/on-demand'
import { useIsLive } from '~/components/ui/use-is-live'
import type { NavGroup, OpenPalette } from './nav-types'
import { useHotkeys } from './use-hotkeys'

const KeysDialog = onDemand(async () => (await import('./keys-dialog')).KeysDialog)

type Props = {
  nav: readonly NavGroup[]
  /** The palette of the shell, while it is open. */
  palette: (open: OpenPalette) => ReactNode
  /** The palette will soon be opened: its code may be loaded. */
  onForesee: () => void
  hint: string | undefined
}

/** The search button of the top bar, and the global shortcuts: ⌘K, `/`, `?`, `g` then a letter. */
export function CommandCenter({ nav, palette, onForesee, hint }: Props) {
  const t = useTranslations('shell')
  const router = useRouter()
  const isLive = useIsLive()
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  const pages = useMemo(() => nav.flatMap((group) => group.items), [nav])
  useHotkeys({
    palette: () => setOpen('palette'),
    keys: () => setOpen('keys'),
    goTo: (letter) => {
      const page = pages.find((item) => item.hotkey === letter)
      if (page) router.push(page.href)
    },
  })
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts={isLive ? 'Meta+K Control+K' : undefined}
        onPointerEnter={onForesee}
        onFocus={onForesee}
        onClick={() => setOpen('palette')}
        className="flex min-h-9 min-w-0 items-center gap-2 rounded-control border border-field bg-surface px-3 text-left text-ink-3 sm:w-full sm:max-w-md"
      >
        <Icon name="search" size={16} />
        <span className="flex-1 truncate max-sm:sr-only">{hint ?? t('searchPlaceholder')}</span>
        <span className="max-sm:hidden">
          <Kbd>{'⌘K'}</Kbd>
        </span>
      </button>
      {open === 'palette' && palette({ pages, onClose: () => setOpen(null) })}
      {open === 'keys' && <KeysDialog pages={pages} onClose={() => setOpen(null)} />}
    </>
  )
}
