import { getLocale, getMessages, getTimeZone } from 'next-intl/server'
import type { ReactNode } from 'react'
import { MergedMessages, RootTexts } from './merged-messages'

/** Namespaces that the primitives themselves speak; every page's browser code has them. */
const always = ['common', 'errors', 'shell']

/** Around the whole document: locale, time zone, and the texts that every page's components speak. */
export async function RootMessages({ children }: { children: ReactNode }) {
  const [locale, timeZone, texts] = await Promise.all([getLocale(), getTimeZone(), pack(always)])
  return (
    <RootTexts locale={locale} timeZone={timeZone} texts={texts}>
      {children}
    </RootTexts>
  )
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
  return <MergedMessages texts={await pack(namespaces)}>{children}</MergedMessages>
}

type Messages = Awaited<ReturnType<typeof getMessages>>
const packed = new WeakMap<Messages, Map<string, string>>()

/**
 * `identity` whole, or of `identity.nav` that part alone, as one text: React looks at every value of a prop on
 * its way out and again on its way in, and these are hundreds on every page, always the same.
 */
async function pack(names: readonly string[]): Promise<string> {
  const messages = await getMessages()
  const known = packed.get(messages) ?? new Map<string, string>()
  packed.set(messages, known)
  const key = names.join()
  const texts = known.get(key) ?? JSON.stringify(pick(messages, names))
  known.set(key, texts)
  return texts
}

function pick(messages: Messages, names: readonly string[]) {
  return Object.fromEntries(
    names.map((name) => {
      const [namespace = '', part] = name.split('.')
      return [namespace, part ? { [part]: messages[namespace]?.[part] } : messages[namespace]]
    }),
  )
}
