type Translate = (key: string, values?: Record<string, string | number>) => string

/** Why the browser considers a control invalid, in words; undefined if valid. */
export function validityText(
  control: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement,
  t: Translate,
): string | null {
  const { validity } = control
  if (validity.valid) return null
  if (validity.customError) return control.validationMessage
  if (validity.valueMissing) {
    if (control.type === 'checkbox') return t('validity.mustTick')
    return t(
      control instanceof HTMLSelectElement || control.type === 'radio'
        ? 'validity.mustChoose'
        : 'validity.missing',
    )
  }
  if (validity.tooShort) return t('validity.tooShort', { min: (control as HTMLInputElement).minLength })
  if (validity.tooLong) return t('validity.tooLong', { max: (control as HTMLInputElement).maxLength })
  if (validity.rangeUnderflow) return t('validity.tooSmall', { min: (control as HTMLInputElement).min })
  if (validity.rangeOverflow) return t('validity.tooLarge', { max: (control as HTMLInputElement).max })
  if (validity.typeMismatch && control.type === 'email') return t('validity.email')
  return t('validity.format')
}
