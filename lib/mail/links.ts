/** An absolute link to a page of the customers' site, for mails. */
export function portalLink(path: string): string {
  return absolute(process.env.PORTAL_URL, path)
}

/** An absolute link to a page of the operator's site, for mails to staff. */
export function operatorLink(path: string): string {
  return absolute(process.env.OPERATOR_URL, path)
}

function absolute(base: string | undefined, path: string): string {
  // A link to the wrong host would teach people to follow wrong hosts: no address, no mail.
  if (!base) throw new Error('PORTAL_URL and OPERATOR_URL must be set')
  return new URL(path, base).toString()
}
