/**
 * A strict reader of RFC 5545, written from the standard and independent of the writer: throws at anything that a
 * calendar program may reject. Returns the properties of each event, unescaped.
 */
export function readCalendar(content: string): Record<string, string>[] {
  if (!content.endsWith('\r\n')) throw new Error('the last line does not end')
  const physical = content.slice(0, -2).split('\r\n')
  for (const line of physical) {
    if (/[\r\n]/.test(line)) throw new Error('a line ends otherwise than by CRLF')
    if (Buffer.byteLength(line) > 75) throw new Error(`a line of ${Buffer.byteLength(line)} octets`)
    if (Buffer.from(line).toString('utf8') !== line) throw new Error('a character is cut')
  }
  const lines: string[] = []
  for (const line of physical) {
    if (line.startsWith(' ')) lines.push(`${lines.pop() ?? ''}${line.slice(1)}`)
    else lines.push(line)
  }
  const events: Record<string, string>[] = []
  const open: string[] = []
  const calendar = new Set<string>()
  for (const line of lines) {
    const found = /^([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=[^;:]+)*):(.*)$/s.exec(line)
    if (!found) throw new Error(`no property: ${line}`)
    const [, name = '', , value = ''] = found
    if (name === 'BEGIN') {
      open.push(value)
      if (value === 'VEVENT') events.push({})
    } else if (name === 'END') {
      if (open.pop() !== value) throw new Error(`${value} ends without having begun`)
    } else if (open.at(-1) === 'VEVENT') {
      const event = events.at(-1) as Record<string, string>
      if (name in event) throw new Error(`${name} twice`)
      event[name] = readText(name, value)
    } else calendar.add(name)
  }
  if (open.length > 0) throw new Error(`${open.join()} does not end`)
  for (const needed of ['VERSION', 'PRODID']) if (!calendar.has(needed)) throw new Error(`no ${needed}`)
  const uids = events.map(({ UID }) => UID)
  if (new Set(uids).size !== uids.length) throw new Error('a UID twice')
  for (const event of events) checkEvent(event)
  return events
}

function checkEvent(event: Record<string, string>): void {
  for (const needed of ['UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'SUMMARY'])
    if (!event[needed]) throw new Error(`an event without ${needed}`)
  for (const name of ['DTSTAMP', 'DTSTART', 'DTEND', 'LAST-MODIFIED'])
    if (event[name] && !/^\d{8}T\d{6}Z$/.test(event[name])) throw new Error(`${name} is no instant`)
  if ((event.DTEND ?? '') <= (event.DTSTART ?? '')) throw new Error('an event that ends before it begins')
  if (event.STATUS && !['TENTATIVE', 'CONFIRMED', 'CANCELLED'].includes(event.STATUS))
    throw new Error(`STATUS ${event.STATUS}`)
  if (event.SEQUENCE && !/^\d+$/.test(event.SEQUENCE)) throw new Error('SEQUENCE is no number')
}

const texts = ['SUMMARY', 'DESCRIPTION', 'LOCATION']

function readText(name: string, value: string): string {
  if (!texts.includes(name)) return value
  if (/(^|[^\\])(\\\\)*[;,]/.test(value)) throw new Error(`an unescaped sign in ${name}`)
  if (/(^|[^\\])(\\\\)*\\[^\\;,nN]/.test(value)) throw new Error(`an unknown escape in ${name}`)
  return value.replace(/\\([\\;,nN])/g, (_all, sign) => (sign === 'n' || sign === 'N' ? '\n' : sign))
}
