import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import { MergedMessages } from './merged-messages'

/** Namespaces that the primitives themselves speak; every page's browser code has them. */
const always = ['common', 'errors', 'shell']

/** Around the whole document: locale, time zone, and the texts that every page's components speak. */
export async function RootMessages({ children }: { children: ReactNode }) {
  return <NextIntlClientProvider messages={await pick(always)}>{children}</NextIntlClientProvider>
}

/**
 * Sends the browser the texts its components speak, beside those of the frames around, and no others. Wrap
 * the client components of a page with the namespaces they use; the server's own texts never leave it.
 */
export async function ClientMessages({
  namespaces,
  children,
}: {
  namespaces: readonly string[]
  children: ReactNode
}) {
  return <MergedMessages messages={await pick(namespaces)}>{children}</MergedMessages>
}

/** `identity` whole, or of `identity.nav` that part alone. */
async function pick(names: readonly string[]) {
  const messages = await getMessages()
  return Object.fromEntries(
    names.map((name) => {
      const [namespace = '', part] = name.split('.')
      return [namespace, part ? { [part]: messages[namespace]?.[part] } : messages[namespace]]
    }),
  )
}
