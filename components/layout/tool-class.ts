/** The style of a bar's small tools, on paper or on the night-blue of the public pages. */
export function toolClass(onNight = false): string {
  return onNight
    ? 'rounded-control text-on-night-muted hover:bg-night-2 hover:text-on-night'
    : 'rounded-control text-ink-2 hover:bg-sunken hover:text-ink'
}
