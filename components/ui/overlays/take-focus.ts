/**
 * The `ref` of a field that appears after a press and is the next input. One shared function: a new one per render
 * would take the focus again and again.
 */
export const takeFocus = (field: HTMLElement | null) => field?.focus()
