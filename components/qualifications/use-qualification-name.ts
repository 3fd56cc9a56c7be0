import { useTranslations } from 'next-intl'
import type { QualificationView } from '~/lib/qualifications/client'

/** The name of a qualification: of the list, or as it was typed. */
export function useQualificationName(): (of: Pick<QualificationView, 'kind' | 'name'>) => string {
  const t = useTranslations('qualifications')
  return ({ kind, name }) => name ?? t(`kind.${kind}`)
}
