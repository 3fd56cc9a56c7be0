import { isId } from '../ids.ts'
import { isManagementRange } from '../net/management-range.ts'
import { faultOfAddress, passwordsIn } from '../secrets/address-passwords.ts'
import {
  faultOfKey,
  faultOfPassword,
  type KeyVariable,
  remedyOfKey,
} from '../secrets/installation-secrets.ts'
import { faultOfKeyring } from '../secrets/keyring-form.ts'
import { faultOfRolePasswords } from '../secrets/role-passwords.ts'

/** What the text of a variable may be. */
export type Kind = {
  /** In the documentation. */
  name: string
  /** Returns the rule that a text breaks, to be read after the name and without the text; null for a good one. */
  fault(text: string): string | null
}

const matching = (name: string, fault: string, isGood: (text: string) => boolean): Kind => ({
  name,
  fault: (text) => (isGood(text) ? null : fault),
})

export const text = matching('text', '', () => true)
export const file = matching('file', '', () => true)
export const folder = matching('folder', '', () => true)
export const flag = matching('`1`', 'is neither 1 nor empty', (given) => given === '1')

export const port = matching(
  'port',
  'is not a port: give a number from 1 to 65535',
  (given) => /^\d{1,5}$/.test(given) && Number(given) >= 1 && Number(given) <= 65_535,
)

export const count = (max: number): Kind =>
  matching(
    `1 to ${max}`,
    `is not a number from 1 to ${max}`,
    (given) => /^\d{1,9}$/.test(given) && Number(given) >= 1 && Number(given) <= max,
  )

/** Seconds to wait, or none. */
export const seconds = (max: number): Kind =>
  matching(
    `0 to ${max}`,
    `is not a number from 0 to ${max}`,
    (given) => /^\d{1,9}$/.test(given) && Number(given) <= max,
  )

export const factor = matching(
  'positive number',
  'is not a positive number',
  (given) => Number.isFinite(Number(given)) && Number(given) > 0,
)

export const ratio = matching('0 to 1', 'is not a number from 0 to 1', (given) =>
  /^(0|1|0?\.\d{1,9}|1\.0+|0\.0+)$/.test(given),
)

export const choice = (...names: string[]): Kind =>
  matching(names.map((each) => `\`${each}\``).join(', '), `is none of ${names.join(', ')}`, (given) =>
    names.includes(given),
  )

/** Where a process listens: a name or an address. */
export const host = matching(
  'host',
  'is not a host name or an address of this machine',
  (given) => /^[\w.-]+$/.test(given) || /^[0-9a-f:.]+$/i.test(given),
)

export const hostName = matching('host name', 'is not a host name such as status.cloud.example', (given) =>
  /^[a-z0-9.-]+(:\d+)?$/i.test(given),
)

/** The public address of a site; pages have their own paths below it. */
export const site = matching(
  'address',
  'is not an address of the form https://name or http://name:port',
  (given) => {
    const url = URL.canParse(given) ? new URL(given) : null
    return url !== null && /^https?:$/.test(url.protocol) && !url.username && url.href === `${url.origin}/`
  },
)

/** The address of a service elsewhere. */
export const service = matching('address', 'is not an address of the form https://name/path', (given) => {
  const url = URL.canParse(given) ? new URL(given) : null
  return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password
})

/** Of requests to a service: pairs separated by commas, values encoded as in URLs. */
export const headers = matching('headers', 'is not of the form name=value,name=value', (given) =>
  given.split(',').every((pair) => /^ *[\w-]{1,100} *=([^%\p{Cc}]|%[0-7][\da-f])*$/iu.test(pair)),
)

/** The address of a database server for a user whose password is not ours to choose. */
export const serverDatabase: Kind = { name: 'database', fault: faultOfAddress }

/** The address of the database for a role of ours. A server may authenticate without passwords. */
export const database: Kind = {
  name: 'database',
  fault(address) {
    const fault = faultOfAddress(address)
    if (fault) return fault
    const [weak] = passwordsIn(address).flatMap((password) => faultOfPassword(password) ?? [])
    return weak ? `holds a password that ${weak}` : null
  },
}

export const databaseName = matching(
  'name',
  'is not a name of a-z, 0-9 and _ that begins with a letter',
  (given) => /^[a-z][a-z0-9_]{0,62}$/.test(given),
)

export const rolePassword: Kind = { name: 'password', fault: faultOfPassword }

export const rolePasswords: Kind = { name: 'JSON', fault: faultOfRolePasswords }

export const key = (name: KeyVariable): Kind => ({
  name: '32 bytes, base64',
  fault(value) {
    const fault = faultOfKey(value)
    return fault && `${fault}; ${remedyOfKey(name)}`
  },
})

export const keyring: Kind = { name: 'JSON', fault: faultOfKeyring }

export const mailServer = matching(
  'mail server',
  'is not of the form smtps://user:password@host:465 or smtp://host:25',
  (given) => {
    const url = URL.canParse(given) ? new URL(given) : null
    return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '' && isEncoded(url)
  },
)

function isEncoded({ username, password }: URL): boolean {
  try {
    return [username, password].every((part) => decodeURIComponent(part) !== undefined)
  } catch {
    return false
  }
}

export const sender = matching(
  'sender',
  'is not of the form Name <name@host> or name@host',
  (given) => /^[^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>$/.test(given) || /^[^<>\s@]+@[^<>\s@]+$/.test(given),
)

/** Ranges are separated by commas or spaces. */
export const rangesIn = (given: string) => given.split(/[\s,]+/).filter((range) => range !== '')

/** A filter with a hole is worse than no start. */
export const ranges: Kind = {
  name: 'ranges',
  fault(given) {
    const wrong = rangesIn(given).findIndex((range) => !isManagementRange(range))
    return wrong < 0 ? null : `has as range ${wrong + 1} none of the form 10.90.0.0/24`
  },
}

/** `<kind>.<step>.<run|undo>.<moment>@<saga id>` */
export const crashPoint = matching('point@saga', 'is not of the form point@saga', (given) => {
  const [point, sagaId, more] = given.split('@')
  return Boolean(point) && more === undefined && isId('saga', sagaId)
})
