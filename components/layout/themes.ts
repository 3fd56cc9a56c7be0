export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** The cookie of the theme; written by the theme switch, read by the root layout and the shells. */
export const themeCookie = 'theme'

export function asTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system'
}
