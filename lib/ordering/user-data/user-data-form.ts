/** Bytes in UTF-8; cloud-init itself has no limit, and the text is in every read of the server on its hypervisor. */
export const userDataBytesMax = 64 * 1024

export type FormFault = 'user_data_too_long' | 'user_data_characters' | 'user_data_head'

const heads = [/^#cloud-config(\s|$)/, /^#!/, /^#include(-once)?(\s|$)/, /^(content-type|mime-version)\s*:/i]

export const userDataBytes = (text: string): number => new TextEncoder().encode(text).length

export const isCloudConfig = (text: string): boolean => /^#cloud-config(\s|$)/.test(text)

/** What is wrong with the text as a whole, before its content is read; null when nothing is. Pure. */
export function findFormFault(text: string): FormFault | null {
  if (userDataBytes(text) > userDataBytesMax) return 'user_data_too_long'
  // Neither survives the way through a database in UTF-8.
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) return 'user_data_characters'
  return heads.some((head) => head.test(text)) ? null : 'user_data_head'
}

const secrets = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^[\s-]*["']?(\w+_)?(password|passwd|secret|token|api_?key)["']?\s*[:=]\s*\S/i,
]
/** A switch for password sign-in, not a password. */
const harmless = /^[\s-]*lock_passwd\s*:/i

/** The first line that looks like a secret, counted from 1; null without one. Pure. */
export function findSecretLine(text: string): number | null {
  const at = text
    .split('\n')
    .findIndex((line) => !harmless.test(line) && secrets.some((secret) => secret.test(line)))
  return at < 0 ? null : at + 1
}
