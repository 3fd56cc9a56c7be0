import { createHash } from 'node:crypto'

/** The entity tag of a representation: equal for equal bodies. Pure. */
export function entityTag(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
}

/** Whether an `If-Match` or `If-None-Match` names this tag. Weak tags are compared by their text. Pure. */
export function namesTag(header: string, tag: string): boolean {
  if (header.trim() === '*') return true
  return header.split(',').some((each) => each.trim().replace(/^W\//, '') === tag)
}
