'use client'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Icon } from '~/components/ui/display/icon'

/** On narrow screens the sidebar is a drawer: a modal dialog, closed by Escape, by its edge, or by navigation. */
export function MobileNav({ children }: { children: ReactNode }) {
  const t = useTranslations('shell')
  const drawer = useRef<HTMLDialogElement>(null)
  const [isOpen, setOpen] = useState(false)
  const pathname = usePathname()

  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving on another page is what closes it.
  useEffect(() => drawer.current?.close(), [pathname])

  return (
    <>
      <button
        type="button"
        aria-label={t('openMenu')}
        aria-expanded={isOpen}
        className="-ml-1.5 flex size-10 items-center justify-center rounded-control shell:hidden"
        onClick={() => {
          setOpen(true)
          drawer.current?.showModal()
        }}
      >
        <Icon name="menu" size={20} />
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, and the browser handles that. */}
      <dialog
        ref={drawer}
        aria-label={t('navigation')}
        onClose={() => setOpen(false)}
        onClick={(event) => event.target === event.currentTarget && drawer.current?.close()}
        className="m-0 h-dvh max-h-dvh w-64 max-w-[85vw] overflow-hidden border-0 bg-night p-0 shell:hidden"
      >
        {isOpen && children}
      </dialog>
    </>
  )
}
