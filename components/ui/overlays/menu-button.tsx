'use client'
import { type ReactNode, type RefObject, useRef, useState } from 'react'

/** What the open list of a button gets. */
export type OpenMenu = {
  anchor: RefObject<HTMLButtonElement | null>
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  placement: 'bottom start' | 'bottom end'
  label?: string
}
type Props = {
  /** The name of the button when its content is only an icon. */
  label?: string
  trigger: ReactNode
  triggerClassName: string
  placement?: 'bottom start' | 'bottom end'
  /** The list will soon be opened: its code may be loaded. */
  onForesee: () => void
  list: (open: OpenMenu) => ReactNode
}

/** A button that opens a list. */
export function MenuButton({
  label,
  trigger,
  triggerClassName,
  placement = 'bottom end',
  onForesee,
  list,
}: Props) {
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [wasOpened, setOpened] = useState(false)
  const open = () => {
    setOpened(true)
    setOpen(true)
  }
  return (
    <>
      <button
        ref={anchor}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        className={triggerClassName}
        onPointerEnter={onForesee}
        onFocus={onForesee}
        onClick={() => (isOpen ? setOpen(false) : open())}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          open()
        }}
      >
        {trigger}
      </button>
      {wasOpened && list({ anchor, isOpen, onOpenChange: setOpen, placement, ...(label && { label }) })}
    </>
  )
}
