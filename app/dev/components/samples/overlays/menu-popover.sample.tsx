'use client'
import { useRef, useState } from 'react'
import { buttonClass } from '~/components/ui/links/button-class'
import { MenuPopover } from '~/components/ui/overlays/menu-popover'
import { State } from '../../state'
import { menuSample } from '../menu-entries'

export function MenuPopoverSample() {
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  return (
    <State name="icon, note, link, disabledReason, danger">
      <button ref={anchor} type="button" className={buttonClass({})} onClick={() => setOpen(true)}>
        Ouvrir la liste
      </button>
      <MenuPopover
        anchor={anchor}
        label="Actions"
        isOpen={isOpen}
        onOpenChange={setOpen}
        entries={menuSample}
        placement="bottom start"
      />
    </State>
  )
}
