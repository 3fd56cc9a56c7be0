import type { IntlProvider } from 'next-intl'
import type { ComponentProps } from 'react'

type Messages = NonNullable<ComponentProps<typeof IntlProvider>['messages']>

const read = new Map<string, Messages>()

/** The messages packed by `client-messages`: parsed once, however many requests or pages bring the same. */
export function textsIn(packed: string): Messages {
  const known = read.get(packed)
  if (known) return known
  const messages = JSON.parse(packed) as Messages
  read.set(packed, messages)
  return messages
}
