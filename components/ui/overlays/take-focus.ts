/**
 * The `ref` of a field that appears because of a press, and is the next thing to fill in. One function for
 * all: a new one at each drawing would take the focus back again and again.
 */
export const takeFocus = (field: HTMLElement | null) => field?.focus()
