import { readVariable } from '~/lib/kernel/configuration/read'

/** An absolute link to a page of the customer site, for mails. */
export function portalLink(path: string): string {
  return absolute(readVariable('PORTAL_URL'), path)
}

/** An absolute link to a page of the operator site, for mails to staff. */
export function operatorLink(path: string): string {
  return absolute(readVariable('OPERATOR_URL'), path)
}

function absolute(base: string | undefined, path: string): string {
  // Without a configured address no mail is sent: a wrong host would teach users to follow wrong hosts.
  if (!base) throw new Error('PORTAL_URL and OPERATOR_URL must be set')
  return new URL(path, base).toString()
}
