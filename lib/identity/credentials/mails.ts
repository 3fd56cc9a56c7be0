import type { Tx } from '~/db/client'
import { operatorLink, portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import type { PersonKind } from '../person'
import type { PersonRow } from '../queries/credentials'

/** A person who did not make the change must learn about it at once. */
export async function notifyPasswordChanged(
  tx: Tx,
  kind: PersonKind,
  person: Pick<PersonRow, 'email' | 'locale' | 'fullName'>,
): Promise<void> {
  const url =
    kind === 'staff' ? operatorLink(routes.operator.signIn()) : portalLink(routes.forgottenPassword())
  await queueMail(tx, {
    to: person.email,
    locale: person.locale,
    template: 'password-changed',
    params: { name: person.fullName, url },
  })
}
