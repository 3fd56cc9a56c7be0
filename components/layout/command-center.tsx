'use client'
import dynamic from 'next/dynamic'
import { usePathname, useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { Icon } from '~/components/ui/display/icon'
import { Kbd } from '~/components/ui/display/kbd'
import { useIsLive } from '~/components/ui/use-is-live'
import type { NavGroup, PaletteExtras, PaletteItem, PaletteSearch } from './nav-types'
import { useHotkeys } from './use-hotkeys'

const loadPalette = () => import('./palette')
const Palette = dynamic(() => loadPalette().then((module) => module.Palette), { ssr: false })
const KeysDialog = dynamic(() => import('./keys-dialog').then((module) => module.KeysDialog), { ssr: false })

type Props = {
  nav: readonly NavGroup[]
  items: readonly PaletteItem[]
  extras?: (pathname: string) => PaletteExtras
  search?: PaletteSearch
  hint: string | undefined
}

/** The search button of the top bar, and the global shortcuts: ⌘K, `/`, `?`, `g` then a letter. */
export function CommandCenter({ nav, items, extras, search, hint }: Props) {
  const t = useTranslations('shell')
  const router = useRouter()
  const pathname = usePathname()
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
        onPointerEnter={() => void loadPalette()}
        onFocus={() => void loadPalette()}
        onClick={() => setOpen('palette')}
        className="flex min-h-9 min-w-0 items-center gap-2 rounded-control border border-field bg-surface px-3 text-left text-ink-3 sm:w-full sm:max-w-md"
      >
        <Icon name="search" size={16} />
        <span className="flex-1 truncate max-sm:sr-only">{hint ?? t('searchPlaceholder')}</span>
        <span className="max-sm:hidden">
          <Kbd>{'⌘K'}</Kbd>
        </span>
      </button>
      {open === 'palette' && (
        <Palette
          pages={pages}
          items={items}
          onClose={() => setOpen(null)}
          {...(extras && { extras: extras(pathname) })}
          {...(search && { search })}
        />
      )}
      {open === 'keys' && <KeysDialog pages={pages} onClose={() => setOpen(null)} />}
    </>
  )
}
