import { useTranslations } from 'next-intl'
import { boxClass } from '~/components/ui/fields/checkbox-class'

/** The box in the head that ticks every row on screen. */
export function SelectAll() {
  const t = useTranslations('common')
  return <input type="checkbox" className={boxClass} data-select-all="" aria-label={t('selectAll')} />
}
