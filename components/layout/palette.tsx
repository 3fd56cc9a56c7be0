'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { cx } from '~/components/ui/cx'
import { Icon } from '~/components/ui/display/icon'
import { Kbd } from '~/components/ui/display/kbd'
import type { OpenPalette, PaletteExtras, PaletteItem, PaletteSearch } from './nav-types'
import { usePaletteResults } from './use-palette-results'

type Props = OpenPalette & {
  extras: PaletteExtras
  search: PaletteSearch
}

/** ⌘K: finds pages, resources and actions. A combobox with a list that follows the typing. */
export function Palette({ pages, extras, search, onClose }: Props) {
  const t = useTranslations('shell')
  const router = useRouter()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [query, setQuery] = useState('')
  const [marked, setMarked] = useState(0)
  const known: PaletteItem[] = [
    ...pages.map((page) => ({
      ...page,
      kind: t('palette.page'),
      keywords: extras.words[page.id] ?? '',
    })),
    ...extras.items,
  ]
  const { results, isSearching } = usePaletteResults(query, known, search)
  const current = results[Math.min(marked, results.length - 1)]
  /** Enter was pressed before the answer to what is written: results of other letters must not be opened. */
  const [isAwaited, setAwaited] = useState(false)

  const optionId = (item: { id: string }) => `${id}-${item.id.replaceAll(' ', '-')}`

  useEffect(() => dialog.current?.showModal(), [])

  const open = (item: PaletteItem | undefined) => {
    if (!item) return
    onClose()
    if (item.onAct) item.onAct()
    else if (item.href) router.push(item.href)
  }
  const openAwaited = useEffectEvent(() => open(results[0]))
  useEffect(() => {
    if (!isAwaited || isSearching) return
    setAwaited(false)
    openAwaited()
  }, [isAwaited, isSearching])
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (move !== undefined) {
      event.preventDefault()
      setMarked((marked + move + results.length) % Math.max(1, results.length))
    }
    if (event.key !== 'Enter' || event.repeat) return
    const isKnown = known.some(({ id }) => id === current?.id)
    if (isSearching && !isKnown) setAwaited(true)
    else open(current)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, and the browser handles that.
    <dialog
      ref={dialog}
      aria-label={t('palette.title')}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className="mx-auto mt-[12vh] max-h-[70dvh] w-[calc(100vw-2rem)] max-w-xl overflow-hidden rounded-card border border-line bg-surface p-0 text-ink shadow-card"
    >
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Icon name="search" className="text-ink-3" />
        <input
          type="text"
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded={results.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={current ? optionId(current) : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          placeholder={t('searchPlaceholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setMarked(0)
            setAwaited(false)
          }}
          onKeyDown={onKeyDown}
          className="min-h-13 flex-1 bg-transparent text-lg outline-none"
        />
        <Kbd>{'esc'}</Kbd>
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t('palette.results')}
        className="max-h-[55dvh] overflow-y-auto p-1.5"
      >
        {results.map((item) => (
          // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: keys are handled by the box above.
          <div
            key={item.id}
            id={optionId(item)}
            role="option"
            aria-selected={item === current}
            ref={(element) => {
              if (item === current) element?.scrollIntoView({ block: 'nearest' })
            }}
            onClick={() => open(item)}
            className={cx(
              'flex cursor-pointer items-center gap-3 rounded-small px-2.5 py-2',
              item === current && 'bg-amber-wash',
            )}
          >
            <Icon name={item.icon ?? 'arrowRight'} size={16} className="text-ink-3" />
            <span className="min-w-0 flex-1 truncate">
              {item.label}
              {item.note && (
                <span className="block truncate text-sm text-ink-2 sm:ml-2 sm:inline">{item.note}</span>
              )}
            </span>
            {item.kind && <span className="text-sm text-ink-2">{item.kind}</span>}
          </div>
        ))}
      </div>
      <p
        role="status"
        className={cx('px-4 pb-3 text-ink-2', results.length > 0 && !isSearching && 'sr-only')}
      >
        {isSearching ? t('palette.searching') : t('palette.count', { count: results.length })}
      </p>
    </dialog>
  )
}
