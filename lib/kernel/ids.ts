/**
 * Prefixed text ids: `ins_01k…`. Lower-case letters and digits only, so that an id is a valid name in
 * every outside system derived from it; sortable by creation (48 bits of milliseconds, 80 random bits).
 */
export const idPrefixes = {
  account: 'acc',
  staff: 'stf',
  token: 'tok',
  organisation: 'org',
  member: 'mem',
  joinRequest: 'joi',
  project: 'prj',
  moderationEvent: 'mod',
  acceptance: 'lac',
  sshKey: 'key',
  sellingEntity: 'sel',
  zone: 'zon',
  site: 'sit',
  room: 'roo',
  rack: 'rac',
  host: 'hst',
  pool: 'poo',
  allocation: 'alc',
  bundle: 'bun',
  priceVersion: 'prv',
  image: 'img',
  order: 'ord',
  orderLine: 'oln',
  instance: 'ins',
  volume: 'vol',
  usageInterval: 'usi',
  transition: 'tra',
  saga: 'sag',
  audit: 'aud',
  mail: 'mai',
  document: 'doc',
  notice: 'not',
} as const

export type IdKind = keyof typeof idPrefixes
export type Id<K extends IdKind> = `${(typeof idPrefixes)[K]}_${string}`

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Make an id of this kind; 80 bits of it are random. */
export function newId<K extends IdKind>(kind: K, millis: number = Date.now()): Id<K> {
  let time = ''
  for (let rest = millis, i = 0; i < 10; i += 1) {
    time = alphabet[rest % 32] + time
    rest = Math.floor(rest / 32)
  }
  const random = crypto.getRandomValues(new Uint8Array(16))
  let tail = ''
  for (const byte of random) tail += alphabet[byte & 31]
  return `${idPrefixes[kind]}_${time}${tail}`
}

/** True when `value` has the shape of an id of this kind. */
export function isId<K extends IdKind>(kind: K, value: unknown): value is Id<K> {
  return typeof value === 'string' && new RegExp(`^${idPrefixes[kind]}_[0-9a-hjkmnp-tv-z]{26}$`).test(value)
}
