'use client'
import type { ComponentProps } from 'react'
import { AppShell } from '~/components/layout/app-shell'
import { onDemand } from '~/components/ui/on-demand'

const loadPalette = () => import('~/components/layout/palette').then(({ Palette }) => Palette)
const Palette = onDemand(loadPalette)

const extras = { words: {}, items: [] }
const findNothing = async () => []

/** The shell of a person without an organisation: its search knows the pages of its menu. */
export function AccountShell(props: Omit<ComponentProps<typeof AppShell>, 'palette' | 'onForesee'>) {
  return (
    <AppShell
      {...props}
      palette={(open) => <Palette {...open} extras={extras} search={findNothing} />}
      onForesee={() => void loadPalette()}
    />
  )
}
