/** Formats parts per million as `99,95` for an input; the server accepts point and comma. Pure. */
export function toPercent(ppm: number): string {
  return String(ppm / 10_000).replace('.', ',')
}
