'use client'
import { useRouter } from 'next/navigation'
import { useLocale } from 'next-intl'
import type { ReactNode } from 'react'
import { RouterProvider } from 'react-aria-components'
import { I18nProvider } from 'react-aria-components/I18nProvider'

/** Gives React Aria the language of the page and the router, inside the pieces that are loaded at first use. */
export function AriaRoot({ children }: { children: ReactNode }) {
  const router = useRouter()
  return (
    <I18nProvider locale={useLocale()}>
      <RouterProvider navigate={(path) => router.push(path)}>{children}</RouterProvider>
    </I18nProvider>
  )
}
