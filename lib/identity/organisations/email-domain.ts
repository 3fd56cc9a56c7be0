/** Mail providers open to anyone, whose addresses prove no employment. */
const freeMail = new Set(
  'gmail.com googlemail.com outlook.com outlook.fr hotmail.com hotmail.fr live.com live.fr msn.com yahoo.com yahoo.fr icloud.com me.com proton.me protonmail.com gmx.com gmx.fr orange.fr wanadoo.fr free.fr sfr.fr neuf.fr bbox.fr laposte.net mail.com yopmail.com'.split(
    ' ',
  ),
)

export type EmailVerdict = 'same_domain' | 'other_domain' | 'free_mail' | 'unknown_domain'

/** Returns the part after the @, in lower case. */
export const domainOf = (email: string) => email.split('@').at(-1)?.toLowerCase() ?? ''

/**
 * Whether an address has exactly one of the organisation's domains: those of its directory entry and those that a
 * moderator approved. Sub-domains are often open to others (`etu.univ-x.fr` to students), so each needs its own
 * approval. Pure.
 */
export function classifyEmailDomain(email: string, domains: readonly string[]): EmailVerdict {
  const domain = domainOf(email)
  if (domains.some((own) => domain === own.toLowerCase())) return 'same_domain'
  if (freeMail.has(domain)) return 'free_mail'
  return domains.length > 0 ? 'other_domain' : 'unknown_domain'
}
