'use client'
import { IntlProvider, useLocale, useMessages } from 'next-intl'
import { type ComponentProps, type ReactNode, useMemo } from 'react'
import { textsIn } from './texts-in'

type Props = { texts: string; children: ReactNode }

/** Around everything: the language, the time zone, and the texts that every page's components speak. */
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

/** Adds texts to those of the frames around: each travels to the browser once, however deep the nesting. */
export function MergedMessages({ texts, children }: Props) {
  const inherited = useMessages()
  const merged = useMemo(() => ({ ...inherited, ...textsIn(texts) }), [inherited, texts])
  return (
    <IntlProvider locale={useLocale()} messages={merged}>
      {children}
    </IntlProvider>
  )
}
