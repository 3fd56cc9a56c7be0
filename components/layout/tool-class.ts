/** The look of the small tools at the right of a bar, on paper or on the night-blue of the public pages. */
export function toolClass(onNight = false): string {
  return onNight
    ? 'rounded-control text-on-night-muted hover:bg-night-2 hover:text-on-night'
    : 'rounded-control text-ink-2 hover:bg-sunken hover:text-ink'
}
