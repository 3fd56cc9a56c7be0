'use client'
import type { ComponentProps } from 'react'
import { onDemand } from '../on-demand'
import { MenuButton } from './menu-button'
import type { MenuEntry } from './menu-entry'

type Props = Omit<ComponentProps<typeof MenuButton>, 'list' | 'onForesee'> & { entries: readonly MenuEntry[] }

const loadPopover = () => import('./menu-popover')
const MenuPopover = onDemand(async () => (await loadPopover()).MenuPopover)

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
