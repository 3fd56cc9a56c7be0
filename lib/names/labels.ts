import { readAddress } from '~/lib/kernel/net/cidr'

/** Letters that Unicode does not decompose. */
const spelled: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', đ: 'd', ł: 'l', þ: 'th', ð: 'd' }
/** Room for a suffix within the 63 characters of a label. */
const lengthMax = 50

/**
 * Labels that no project gets: people and programs expect something of the operator there (`ns1`, `mail`, `wpad`).
 */
const reserved =
  /^(ns\d*|dns\d*|www\d*|mail\d*|smtp|imap|pop|mx\d*|ftp|api|app|console|portal|operator|admin|status|support|help|docs|auth|login|sso|id|localhost|localdomain|wpad|isatap|autoconfig|autodiscover|broadcasthost|root|host|gateway|vpn)$/

/** The label of a name in DNS: `Serveur n° 1` → `serveur-n-1`; `fallback` when nothing is left. Pure. */
export function toLabel(text: string, fallback: string): string {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[œæßøđłþð]/g, (letter) => spelled[letter] ?? '')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, lengthMax + 1)
    .replace(/^-+|-+$/g, '')
    .slice(0, lengthMax)
    .replace(/-+$/, '')
  // The third and fourth character are reserved for encoded names (`xn--…`); runs of hyphens were shortened above.
  return plain === '' ? fallback : plain
}

/** `wanted`, or with the first number from 2 that makes it free. Pure. */
export function freeLabel(wanted: string, isTaken: (label: string) => boolean): string {
  if (!isTaken(wanted)) return wanted
  for (let number = 2; ; number += 1) {
    const label = `${wanted}-${number}`
    if (!isTaken(label)) return label
  }
}

/**
 * The label of a project: its name; with four characters of its id when the label is reserved or taken, so that it does
 * not tell how many others have the name. Pure.
 */
export function projectLabel(
  project: { id: string; name: string },
  isTaken: (label: string) => boolean,
): string {
  const wanted = toLabel(project.name, 'project')
  if (!reserved.test(wanted) && !isTaken(wanted)) return wanted
  return freeLabel(`${wanted}-${project.id.slice(-4).toLowerCase()}`, isTaken)
}

/** The reverse name of a public IPv4 address and its zone, one for each /24. Pure. */
export function reverseOf(address: string): { name: string; zone: string } {
  const [first, ...rest] = address.split('.').reverse()
  const zone = `${rest.join('.')}.in-addr.arpa`
  return { name: `${first}.${zone}`, zone }
}

const digitsOf6 = (address: string) => (readAddress(address)?.value ?? 0n).toString(16).padStart(32, '0')
const nibbleName = (digits: string) => `${[...digits].reverse().join('.')}.ip6.arpa`

/** The reverse name of an IPv6 address. Pure. */
export const reverseNameOf6 = (address: string) => nibbleName(digitsOf6(address))

/**
 * The reverse name of an IPv6 address and its zone: that of the range of so many bits which the operator was given, since
 * its parent delegates no other. Pure.
 */
export function reverseOf6(address: string, rangeBits: number): { name: string; zone: string } {
  const zone = nibbleName(digitsOf6(address).slice(0, Math.floor(rangeBits / 4)))
  return { name: reverseNameOf6(address), zone }
}

/** The zone of the reverse names of some /24: none of them is the product's alone. Pure. */
export const isReverseZone = (zone: string) => zone.endsWith('.in-addr.arpa') || zone.endsWith('.ip6.arpa')

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** Why a name is refused as one of the zone; the reasons are those of `i18n/…/errors.json`. */
export type NameRefusal = 'name_label' | 'name_outside_zone' | 'name_too_long'

/** Reads `www` or `www.<zone>` as a name of the zone. Pure. */
export function readName(text: string, zone: string): { label: string } | { refusal: NameRefusal } {
  const name = text.trim().toLowerCase().replace(/\.$/, '')
  const own = name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : name
  if (own !== name ? own.includes('.') : name.includes('.')) return { refusal: 'name_outside_zone' }
  if (!label.test(own)) return { refusal: 'name_label' }
  return `${own}.${zone}`.length > 253 ? { refusal: 'name_too_long' } : { label: own }
}

/** Reads a host name of the internet, at least two labels; null when it is none. Pure. */
export function readHost(text: string): string | null {
  const name = text.trim().toLowerCase().replace(/\.$/, '')
  const labels = name.split('.')
  const isHost = labels.length >= 2 && name.length <= 253 && labels.every((each) => label.test(each))
  return isHost && !/^\d+$/.test(labels.at(-1) ?? '') ? name : null
}

/** Whether `name` is `domain` or lies below it. Pure. */
export const isWithin = (name: string, domain: string) => name === domain || name.endsWith(`.${domain}`)
