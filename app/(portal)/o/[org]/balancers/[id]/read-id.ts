import { DomainError } from '~/lib/kernel/errors'
import { balancerIdInput } from '~/lib/resources/schema'

/** The id in the address of a page. @throws DomainError `not_found` */
export function readId(text: string | undefined) {
  const parsed = balancerIdInput.safeParse({ balancerId: text })
  if (!parsed.success) throw new DomainError('not_found')
  return parsed.data
}
