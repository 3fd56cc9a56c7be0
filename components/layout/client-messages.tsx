import { getLocale, getMessages, getTimeZone } from 'next-intl/server'
import type { ReactNode } from 'react'
import { MergedMessages, RootTexts } from './merged-messages'
import { pickMessages } from './pick-messages'

/**
 * The messages of the UI components themselves, sent with every page. Of the refusals only the codes: the server writes
 * the text of a refusal, and the reasons would be half of every page.
 */
const always = ['common', 'shell', 'errors.codes']

/** Around the whole document: locale, time zone, and the messages of every page's components. */
export async function RootMessages({ children }: { children: ReactNode }) {
  const [locale, timeZone, texts] = await Promise.all([getLocale(), getTimeZone(), pack(always)])
  return (
    <RootTexts locale={locale} timeZone={timeZone} texts={texts}>
      {children}
    </RootTexts>
  )
}

/**
 * Sends the browser only the messages of its components, in addition to those of the surrounding layouts. Wrap a
 * page's client components with their namespaces; the server's messages stay on the server.
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
 * The messages of these names as one string: React visits every value of a prop when serialising and parsing, and these
 * are hundreds of constant values on every page.
 */
async function pack(names: readonly string[]): Promise<string> {
  const messages = await getMessages()
  const known = packed.get(messages) ?? new Map<string, string>()
  packed.set(messages, known)
  const key = names.join()
  const texts = known.get(key) ?? JSON.stringify(pickMessages(messages, names))
  known.set(key, texts)
  return texts
}
