import { useTranslations } from 'next-intl'
import { boxClass } from '~/components/ui/fields/checkbox-class'

/** The header checkbox that ticks all rows on screen. */
export function SelectAll() {
  const t = useTranslations('common')
  return <input type="checkbox" className={boxClass} data-select-all="" aria-label={t('selectAll')} />
}
