import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'

/** Operations that no living worker knows, and what to do about it. */
export function StrandedCallout({ count }: { count: number }) {
  const t = useTranslations('operations.stranded')
  return (
    <Callout tone="warn" title={t('title', { count })}>
      {t('text')}
    </Callout>
  )
}
