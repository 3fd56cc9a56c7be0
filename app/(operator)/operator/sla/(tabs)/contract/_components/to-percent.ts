/** `99,95` from parts per million, as it is written in a field; the server reads point and comma alike. Pure. */
export function toPercent(ppm: number): string {
  return String(ppm / 10_000).replace('.', ',')
}
