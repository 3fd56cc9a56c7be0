import type { ChangeKind, OrderChange } from '~/db/schema/ordering/changes'
import type { Locale } from '~/lib/kernel/text/format'

/** A change of a server or volume for pages: `label` is its new bundle, or the name of the copy. */
export type ChangeView = {
  kind: ChangeKind
  resource: { kind: 'instance' | 'volume'; id: string; name: string }
  label: string
}

export function changeView(change: OrderChange | null, locale: Locale): ChangeView | null {
  if (!change) return null
  const { request, resource, label, labelEn } = change
  return { kind: request.kind, resource, label: (locale === 'en' && labelEn) || label }
}
