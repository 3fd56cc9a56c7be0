import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'

/** Namespaces that the primitives themselves speak; every page's browser code has them. */
const always = ['common', 'errors', 'shell']

/**
 * Sends the browser the texts its components speak, and no others. Wrap the client components of a page
 * with the namespaces they use; the server's own texts never leave it.
 */
export async function ClientMessages({
  namespaces = [],
  children,
}: {
  namespaces?: readonly string[]
  children: ReactNode
}) {
  const messages = await getMessages()
  const picked = Object.fromEntries([...always, ...namespaces].map((name) => [name, messages[name]]))
  return <NextIntlClientProvider messages={picked}>{children}</NextIntlClientProvider>
}
