'use client'
import { IntlProvider, useLocale, useMessages } from 'next-intl'
import { type ComponentProps, type ReactNode, useMemo } from 'react'
import { textsIn } from './texts-in'

type Props = { texts: string; children: ReactNode }

/** Around everything: the locale, the time zone, and the messages of every page's components. */
export function RootTexts({
  texts,
  children,
  ...where
}: Props & Pick<ComponentProps<typeof IntlProvider>, 'locale' | 'timeZone'>) {
  return (
    <IntlProvider {...where} messages={textsIn(texts)}>
      {children}
    </IntlProvider>
  )
}

/** Adds messages to those of the surrounding layouts: each is sent to the browser once, at any nesting depth. */
export function MergedMessages({ texts, children }: Props) {
  const inherited = useMessages()
  const merged = useMemo(() => ({ ...inherited, ...textsIn(texts) }), [inherited, texts])
  return (
    <IntlProvider locale={useLocale()} messages={merged}>
      {children}
    </IntlProvider>
  )
}
