'use client'
import dynamic from 'next/dynamic'
import type { ComponentProps } from 'react'
import { AppShell } from '~/components/layout/app-shell'

const loadPalette = () => import('~/components/layout/palette').then(({ Palette }) => Palette)
const Palette = dynamic(loadPalette, { ssr: false })

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
