'use client'
import { IntlProvider, useLocale, useMessages } from 'next-intl'
import { type ComponentProps, type ReactNode, useMemo } from 'react'

type Messages = ComponentProps<typeof IntlProvider>['messages']

/** Adds texts to those of the frames around: each travels to the browser once, however deep the nesting. */
export function MergedMessages({ messages, children }: { messages: Messages; children: ReactNode }) {
  const inherited = useMessages()
  const merged = useMemo(() => ({ ...inherited, ...messages }), [inherited, messages])
  return (
    <IntlProvider locale={useLocale()} messages={merged}>
      {children}
    </IntlProvider>
  )
}
