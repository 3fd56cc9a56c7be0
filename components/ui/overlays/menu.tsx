'use client'
import dynamic from 'next/dynamic'
import { type ReactNode, useRef, useState } from 'react'
import type { MenuEntry } from './menu-entry'

type Props = {
  /** The name of the button when its content is only an icon. */
  label?: string
  trigger: ReactNode
  triggerClassName: string
  entries: readonly MenuEntry[]
  placement?: 'bottom start' | 'bottom end'
}

const loadPopover = () => import('./menu-popover')
const MenuPopover = dynamic(() => loadPopover().then((module) => module.MenuPopover), { ssr: false })

/** A button that opens a list of actions. The list's code is loaded on hover or focus. */
export function Menu({ label, trigger, triggerClassName, entries, placement = 'bottom end' }: Props) {
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [wasOpened, setOpened] = useState(false)
  const open = () => {
    setOpened(true)
    setOpen(true)
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        className={triggerClassName}
        onPointerEnter={() => void loadPopover()}
        onFocus={() => void loadPopover()}
        onClick={() => (isOpen ? setOpen(false) : open())}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          open()
        }}
      >
        {trigger}
      </button>
      {wasOpened && (
        <MenuPopover
          anchor={button}
          isOpen={isOpen}
          onOpenChange={setOpen}
          entries={entries}
          placement={placement}
          {...(label && { label })}
        />
      )}
    </>
  )
}
