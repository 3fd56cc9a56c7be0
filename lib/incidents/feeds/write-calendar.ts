import type { MaintenanceSummary } from '../client'

type Entry = Pick<MaintenanceSummary, 'id' | 'state' | 'startsAt' | 'endsAt' | 'announcedAt' | 'revision'> & {
  title: string
  text: string
  location: string
}

const octetsMax = 75

/**
 * Maintenance as an RFC 5545 calendar. An entry keeps its UID; its SEQUENCE increases with every change, and a
 * cancelled one is marked CANCELLED instead of omitted, so that calendars remove it. Pure.
 */
export function writeCalendar(
  name: string,
  entries: readonly Entry[],
  options: { now: Date; host: string },
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Andromede//Maintenance//FR',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...entries.flatMap((entry) => [
      'BEGIN:VEVENT',
      `UID:${entry.id}@${options.host}`,
      `DTSTAMP:${utc(options.now)}`,
      `LAST-MODIFIED:${utc(new Date(entry.announcedAt))}`,
      `SEQUENCE:${entry.revision}`,
      `STATUS:${entry.state === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
      `DTSTART:${utc(new Date(entry.startsAt))}`,
      `DTEND:${utc(new Date(entry.endsAt))}`,
      `SUMMARY:${escapeText(entry.title)}`,
      `DESCRIPTION:${escapeText(entry.text)}`,
      `LOCATION:${escapeText(entry.location)}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return `${lines.map(fold).join('\r\n')}\r\n`
}

const utc = (at: Date) => at.toISOString().replace(/[-:]|\.\d{3}/g, '')

/** TEXT of RFC 5545, 3.3.11. */
const escapeText = (text: string) =>
  text
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: drops characters that the format does not allow
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')

/** Folds lines at 75 octets, never inside a character; continuation lines start with a space (3.1). */
function fold(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const sign of line) {
    const size = Buffer.byteLength(sign)
    if (octets + size > octetsMax) {
      parts.push(part)
      part = ' '
      octets = 1
    }
    part += sign
    octets += size
  }
  return [...parts, part].join('\r\n')
}
