import { systemTestContext } from '~/db/testing/contexts'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { applyBalancers } from '../balancers/apply-balancers'
import { changeBalancer } from '../balancers/change-balancer'
import { replaceCertificate, uploadCertificate } from '../certificates/manage-certificates'
import { balancedServer } from './balancer-scenarios'
import { makeCertificate } from './make-certificate'
import type { SagaWorld } from './saga-world'
import { member } from './scenario-parts'

export type ChangedBalancers = {
  /** A customer changes a balancer or its certificate; every second time no worker has applied it yet. */
  change(): Promise<void>
}

/** Two balancers, the second one with HTTPS. */
export async function openChangedBalancers(world: SagaWorld): Promise<ChangedBalancers> {
  const { projectId } = world.estate.own
  const by = () => member(world)
  const [plain, secure] = [await balancedServer(world), await balancedServer(world)]
  const { id: certificateId } = await uploadCertificate(by(), { projectId, name: 'www', ...(await texts()) })
  const http = { port: 80, protocol: 'http' as const, certificateId: null, redirectsToHttps: false }
  const https = { port: 443, protocol: 'https' as const, certificateId, redirectsToHttps: false }
  const drivers = {
    hypervisorOf: async () => ({
      surveyor: world.simulator,
      driverOf: async () => world.simulator,
      hostOf: (name: string) => name,
    }),
  }
  let changes = 0
  const set = ({ balancer, instance }: { balancer: Id<'balancer'>; instance: Id<'instance'> }) =>
    changeBalancer(by(), {
      balancerId: balancer,
      settings: {
        listeners: balancer === secure.balancer ? [http, https] : [http],
        pool: {
          serverPort: 8_000 + changes,
          algorithm: 'round_robin',
          check: { protocol: 'tcp', path: null, intervalSeconds: 5, rise: 2, fall: 3 },
          isSticky: false,
          instanceIds: [instance],
          tags: [],
        },
      },
    })
  await set(secure)
  return {
    async change() {
      changes += 1
      await set(plain)
      if (changes % 3 === 0) await replaceCertificate(by(), { certificateId, ...(await texts()) })
      else await set(secure)
      if (changes % 2 === 1) await applyBalancers(systemTestContext(), drivers)
    },
  }
}

async function texts() {
  const from = addSeconds(systemNow(), -86_400)
  const to = addSeconds(from, 90 * 86_400)
  const { pem, key } = await makeCertificate('www', { names: ['www.example.fr'], from, to })
  return { chain: pem, privateKey: key }
}
