import { useTranslations } from 'next-intl'
import type { ChangeView } from '~/lib/ordering/client'

/** The content of a change in one line. */
export function ChangeText({ change }: { change: ChangeView }) {
  const t = useTranslations('ordering.change')
  return <span>{t(`kind.${change.kind}`, { name: change.resource.name, label: change.label })}</span>
}
