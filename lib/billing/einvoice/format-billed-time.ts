import { decimal } from './decimals'

/** `720 h`, `12 h 05 min 09 s`: to the second, so that time × price can be checked. */
export function formatBilledTime(
  seconds: bigint,
  units: { hours: string; minutes: string; seconds: string },
): string {
  const [hours, minutes, rest] = [seconds / 3_600n, (seconds / 60n) % 60n, seconds % 60n]
  const parts = [
    hours > 0n ? `${hours}${units.hours}` : '',
    minutes > 0n || (hours > 0n && rest > 0n) ? `${padded(minutes, hours > 0n)}${units.minutes}` : '',
    rest > 0n || seconds === 0n ? `${padded(rest, seconds >= 60n)}${units.seconds}` : '',
  ]
  return parts.filter(Boolean).join('\u00a0')
}

const padded = (count: bigint, isInside: boolean) => (isInside ? `${count}`.padStart(2, '0') : `${count}`)

/** `0,0490`, `0,003125`: an exact hourly price in euros, with four decimals or more if needed. */
export function formatExactPrice(microCentsPerHour: bigint, language: 'fr' | 'en'): string {
  const text = decimal(microCentsPerHour, 8).replace(/0{1,4}$/, '')
  return language === 'fr' ? text.replace('.', ',') : text
}
