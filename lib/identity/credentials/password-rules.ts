import { commonPasswords } from './common-passwords'
import { normaliseEmail } from './email'
import { passwordLengths } from './password-lengths'

export type PasswordFault =
  | 'password_too_short'
  | 'password_too_long'
  | 'password_common'
  | 'password_contains_name'

/** Letters and digits that must remain after all common passwords are removed. */
const ownCharactersMin = 8
const distinctCharactersMin = 6
/** Shorter names occur in too many good passphrases. */
const nameLengthMin = 5

/**
 * Returns what is wrong with a new password, or null. Checks length, common passwords and the names that an attacker
 * would try first; no composition rules, because those make passwords worse. Pure.
 */
export function checkNewPassword(
  password: string,
  person: { kind: 'account' | 'staff'; email: string; organisationNames?: readonly string[] },
): PasswordFault | null {
  const text = password.normalize('NFKC')
  if ([...text].length < passwordLengths[person.kind]) return 'password_too_short'
  if (text.length > passwordLengths.max) return 'password_too_long'
  const plain = simplify(text)
  if (isCommon(plain)) return 'password_common'
  const names = [...emailNames(person.email), ...(person.organisationNames ?? []).flatMap(words)]
  return names.some((name) => plain.includes(name)) ? 'password_contains_name' : null
}

/** `P@ssw0rd` and `password` count as the same guess. */
function simplify(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[@0134$57]/g, (sign) => 'aoieasst'['@0134$57'.indexOf(sign)] ?? sign)
    .replace(/[^\p{L}\p{N}]/gu, '')
}

const simplifiedCommon = [...new Set(commonPasswords.map(simplify))].sort((a, b) => b.length - a.length)

function isCommon(plain: string): boolean {
  if (new Set(plain).size < distinctCharactersMin) return true
  const own = simplifiedCommon.reduce((rest, common) => rest.replaceAll(common, ''), plain)
  return own.length < ownCharactersMin && own.length < plain.length
}

function emailNames(email: string): string[] {
  const [local = '', domain = ''] = normaliseEmail(email).split('@')
  const labels = domain.split('.').slice(0, -1)
  return [local, ...local.split(/[._+-]/), ...labels]
    .map(simplify)
    .filter((name) => name.length >= nameLengthMin)
}

function words(name: string): string[] {
  return name
    .split(/[\s'’-]+/)
    .map(simplify)
    .filter((word) => word.length >= nameLengthMin)
}
