/** Where anybody gets an address: it says nothing about whom somebody works for. */
const freeMail = new Set(
  'gmail.com googlemail.com outlook.com outlook.fr hotmail.com hotmail.fr live.com live.fr msn.com yahoo.com yahoo.fr icloud.com me.com proton.me protonmail.com gmx.com gmx.fr orange.fr wanadoo.fr free.fr sfr.fr neuf.fr bbox.fr laposte.net mail.com yopmail.com'.split(
    ' ',
  ),
)

export type EmailVerdict = 'same_domain' | 'other_domain' | 'free_mail' | 'unknown_domain'

/** The part after the @, in lower case. */
export const domainOf = (email: string) => email.split('@').at(-1)?.toLowerCase() ?? ''

/**
 * Whether an address belongs to one of the organisation's domains: to exactly one that its directory entry names or that a
 * moderator vouched for. A sub-domain is often open to others (`etu.univ-x.fr` to students) and counts once it is vouched
 * for itself. Pure.
 */
export function judgeEmailDomain(email: string, domains: readonly string[]): EmailVerdict {
  const domain = domainOf(email)
  if (domains.some((own) => domain === own.toLowerCase())) return 'same_domain'
  if (freeMail.has(domain)) return 'free_mail'
  return domains.length > 0 ? 'other_domain' : 'unknown_domain'
}
