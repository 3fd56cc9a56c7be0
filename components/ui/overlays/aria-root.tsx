'use client'
import { useRouter } from 'next/navigation'
import { useLocale } from 'next-intl'
import type { ReactNode } from 'react'
import { RouterProvider } from 'react-aria-components'
import { I18nProvider } from 'react-aria-components/I18nProvider'

/** Provides React Aria with the page's language and router, inside components that are loaded on demand. */
export function AriaRoot({ children }: { children: ReactNode }) {
  const router = useRouter()
  return (
    <I18nProvider locale={useLocale()}>
      <RouterProvider navigate={(path) => router.push(path)}>{children}</RouterProvider>
    </I18nProvider>
  )
}
