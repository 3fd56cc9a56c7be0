export type FormEntry = { name: string; value: string | number | boolean; isMultiple?: boolean }
export type FormInput = { [key: string]: FormValue }
type FormValue = string | number | boolean | FormValue[] | FormInput

/**
 * Builds the input object of a server action: `address.postcode` nests, a repeated name or one marked as multiple
 * becomes a list. Pure.
 */
export function nestEntries(entries: readonly FormEntry[]): FormInput {
  const root: FormInput = {}
  for (const { name, value, isMultiple } of entries) {
    const path = name.split('.')
    const last = path.pop() ?? name
    let target = root
    for (const part of path) {
      const inner = target[part]
      const next: FormInput = typeof inner === 'object' && !Array.isArray(inner) ? inner : {}
      target[part] = next
      target = next
    }
    const known = Object.hasOwn(target, last) ? target[last] : undefined
    if (Array.isArray(known)) known.push(value)
    else if (isMultiple) target[last] = known === undefined ? [value] : [known, value]
    else target[last] = known === undefined ? value : [known, value]
  }
  return root
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

function isControl(element: Element): element is Control {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement
  )
}

/** All named and enabled controls of a form. */
export function namedControls(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(isControl).filter((control) => control.name && !control.disabled)
}

/**
 * Reads a form's current values. Checkboxes are true or false; several with one name and explicit values are the
 * list of the ticked ones; numbers are numbers; an empty optional field is left out.
 */
export function readForm(form: HTMLFormElement): FormInput {
  const controls = namedControls(form)
  const entries = controls.flatMap((control): FormEntry[] => {
    const { name, value } = control
    if (control instanceof HTMLInputElement) {
      if (control.type === 'radio') return control.checked ? [{ name, value }] : []
      if (control.type === 'checkbox') {
        if (!control.hasAttribute('value')) return [{ name, value: control.checked }]
        return control.checked ? [{ name, value, isMultiple: true }] : []
      }
      if (control.type === 'number' && value !== '') return [{ name, value: control.valueAsNumber }]
    }
    const isLeftOut = value === '' && (!('required' in control) || !control.required)
    return isLeftOut ? [] : [{ name, value }]
  })
  const input = nestEntries(entries)
  for (const control of controls) {
    const isList =
      control instanceof HTMLInputElement && control.type === 'checkbox' && control.hasAttribute('value')
    if (isList && !control.name.includes('.') && !Object.hasOwn(input, control.name)) input[control.name] = []
  }
  return input
}
