import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import { addSeconds } from '~/lib/kernel/time/clock'
import { createProbe } from '~/lib/resources'
import { seedMember, seedSystem } from '../contexts'
import * as queries from './queries/seed'
import type { SeededOrganisation } from './seed-people'

const plans = [
  {
    organisation: 'valmont',
    server: 'portail-citoyen-01',
    name: 'Page d’accueil',
    protocol: 'http',
    port: 80,
  },
  { organisation: 'valmont', server: 'portail-citoyen-01', name: 'Ping', protocol: 'icmp', port: null },
  { organisation: 'lumen', server: 'vitrine', name: 'Page d’accueil', protocol: 'http', port: 80 },
] as const

/** Creates the customers' probes; the worker runs them as soon as it starts. */
export async function seedProbes(today: Date, organisations: readonly SeededOrganisation[]): Promise<void> {
  const at = addSeconds(today, -86_400)
  for (const { organisation, server, ...probe } of plans) {
    const customer = organisations.find(({ key }) => key === organisation)
    invariant(customer, `${organisation} is a customer`)
    const { ownerId, organisationId } = customer
    const instanceId = await withSystem(seedSystem(at), (tx) =>
      queries.findServer(tx, organisationId, server),
    )
    invariant(instanceId, `${organisation} has no server ${server}`)
    const fields = { ...probe, alertAfter: 3, alertsByMail: true }
    await createProbe(seedMember(at, ownerId, organisationId), { instanceId, ...fields })
  }
}
