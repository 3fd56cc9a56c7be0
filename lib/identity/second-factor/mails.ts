import type { Tx } from '~/db/client'
import { operatorLink, portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import type { PersonKind } from '../person'
import type { PersonRow } from '../queries/credentials'

/** Alerts a person with a stolen session. */
export async function notifySecondFactorEnabled(tx: Tx, kind: PersonKind, person: PersonRow): Promise<void> {
  const url =
    kind === 'staff' ? operatorLink(routes.operator.security()) : portalLink(routes.account.security())
  await queueMail(tx, {
    to: person.email,
    locale: person.locale,
    template: 'second-factor-enabled',
    params: { name: person.fullName, url },
  })
}
