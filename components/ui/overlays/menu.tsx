'use client'
import dynamic from 'next/dynamic'
import type { ComponentProps } from 'react'
import { MenuButton } from './menu-button'
import type { MenuEntry } from './menu-entry'

type Props = Omit<ComponentProps<typeof MenuButton>, 'list' | 'onForesee'> & { entries: readonly MenuEntry[] }

const loadPopover = () => import('./menu-popover')
const MenuPopover = dynamic(() => loadPopover().then((module) => module.MenuPopover), { ssr: false })

/** A button that opens a list of actions. The list's code is loaded on hover or focus. */
export function Menu({ entries, ...button }: Props) {
  return (
    <MenuButton
      {...button}
      onForesee={() => void loadPopover()}
      list={(open) => <MenuPopover {...open} entries={entries} />}
    />
  )
}
