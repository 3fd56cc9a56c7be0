import { describe, expect, test } from 'vitest'
import { rangesIn } from '~/lib/kernel/configuration/kinds'
import { openNetwork, type Place } from './testing/network-model'
import { missingKubectl, render } from './testing/render'
import { dataOf, workloadsIn } from './testing/workloads'

const named = (name: string) => ({ 'kubernetes.io/metadata.name': name })
const namespaces = {
  andromede: named('andromede'),
  'kube-system': named('kube-system'),
  monitoring: named('monitoring'),
  'cnpg-system': named('cnpg-system'),
  ingress: { ...named('ingress'), 'andromede-ingress': 'customers' },
  'ingress-staff': { ...named('ingress-staff'), 'andromede-ingress': 'staff' },
  other: named('other'),
}
const elsewhere = (namespace: string, labels = {}) => ({ namespace, labels })
const processes = ['portal', 'operator', 'worker', 'console', 'api', 'grant', 'migrate'] as const
const hypervisor = '10.90.0.12'

describe.runIf(!missingKubectl).each(['base', 'cloudnative-pg'])(
  'the network of deploy/kubernetes/%s',
  (folder) => {
    const manifests = missingKubectl ? [] : render(`deploy/kubernetes/${folder}`)
    const isOpen = openNetwork(manifests, namespaces)
    const workloads = workloadsIn(manifests)
    const pod = (name: string) => {
      const workload = workloads.find((each) => each.name === name)
      if (!workload) throw new Error(`there is no ${name}`)
      const ports = Object.fromEntries(
        (workload.container.ports ?? []).map((port) => [port.name, port.containerPort]),
      )
      return { namespace: 'andromede', labels: workload.labels, ports }
    }
    const ours = () => processes.map((name) => [name, pod(name)] as const)
    /** Which of our pods may connect to a place. */
    const reaching = (place: Place, port: number) =>
      ours().flatMap(([name, each]) => (isOpen(each, place, port) ? [name] : []))
    /** Which of our pods accept a connection from a place. */
    const accepting = (place: Place, port: number) =>
      ours().flatMap(([name, each]) => (isOpen(place, each, port) ? [name] : []))

    test.each([8443, 22, 443])('only worker and console gateway reach a hypervisor on port %i', (port) => {
      expect(reaching({ address: hypervisor }, port)).toEqual(['worker', 'console'])
    })

    test('the ranges of the hypervisors are those that the worker keeps customers from', () => {
      const name =
        manifests.find(({ metadata }) => metadata.name.startsWith('settings-'))?.metadata.name ?? ''
      const policy = manifests.find(({ metadata }) => metadata.name === 'hypervisors')?.spec as {
        egress: { to: { ipBlock: { cidr: string } }[] }[]
      }
      const ranges = policy.egress.flatMap(({ to }) => to.map(({ ipBlock }) => ipBlock.cidr))
      expect(ranges).toEqual(rangesIn(dataOf(manifests, 'ConfigMap', name).MANAGEMENT_RANGES ?? ''))
    })

    test.each([
      '10.0.0.1',
      '172.20.0.1',
      '192.168.1.1',
      '100.64.0.1',
      '169.254.169.254',
      'fd00::1',
      'fe80::1',
    ])('no site reaches the private address %s', (address) => {
      const sites = ['portal', 'operator']
      expect(reaching({ address }, 443).filter((name) => sites.includes(name))).toEqual([])
    })

    test('sites reach public addresses on port 443 alone, the worker on any, others on none', () => {
      for (const address of ['203.0.113.7', '2001:db8::7']) {
        expect(reaching({ address }, 443)).toEqual(['portal', 'operator', 'worker'])
        expect(reaching({ address }, 465)).toEqual(['worker'])
      }
    })

    test('ingress controllers reach the processes of their own people', () => {
      expect(accepting(elsewhere('ingress'), 3000)).toEqual(['portal'])
      expect(accepting(elsewhere('ingress'), 3002)).toEqual(['console'])
      expect(accepting(elsewhere('ingress'), 3004)).toEqual(['api'])
      expect(accepting(elsewhere('ingress-staff'), 3000)).toEqual(['operator'])
      for (const port of [3002, 3004]) expect(accepting(elsewhere('ingress-staff'), port)).toEqual([])
    })

    test('metrics are read from the namespace of the monitoring alone, which reads nothing else', () => {
      const metered = ['portal', 'operator', 'worker', 'console', 'api']
      expect(accepting(elsewhere('monitoring'), 9464)).toEqual(metered)
      for (const port of [3000, 3002, 3003, 3004])
        expect(accepting(elsewhere('monitoring'), port)).toEqual([])
      for (const namespace of ['ingress', 'ingress-staff', 'other'])
        expect(accepting(elsewhere(namespace), 9464)).toEqual([])
      for (const [, each] of ours()) expect(accepting(each, 9464)).toEqual([])
    })

    test('of our pods only the worker connects to another, to measure the sites', () => {
      const pairs = ours().flatMap(([name, from]) =>
        [3000, 3002, 3003, 3004].flatMap((port) =>
          accepting(from, port).map((to) => `${name} ${to} ${port}`),
        ),
      )
      expect(pairs).toEqual(['worker portal 3000', 'worker operator 3000'])
    })

    test('another namespace reaches nothing, and neither does an address outside', () => {
      for (const place of [elsewhere('other'), elsewhere('cnpg-system'), { address: '10.0.0.1' }])
        for (const port of [3000, 3002, 3003, 3004, 5432, 9464]) expect(accepting(place, port)).toEqual([])
    })

    test('a pod that these manifests do not describe reaches nothing', () => {
      const stray = { namespace: 'andromede', labels: { app: 'stray' } }
      const places: Place[] = [{ address: '203.0.113.7' }, { address: hypervisor }, { address: '10.80.0.10' }]
      for (const place of places)
        for (const port of [443, 5432, 8443]) expect(isOpen(stray, place, port)).toBe(false)
      for (const port of [3000, 3002, 3004, 9464]) expect(accepting(stray, port)).toEqual([])
    })

    test('our pods reach the database', () => {
      const instance = elsewhere('andromede', { 'cnpg.io/cluster': 'database' })
      const database = folder === 'base' ? { address: '10.80.0.10' } : instance
      expect(reaching(database, 5432)).toEqual([...processes])
      expect(reaching(folder === 'base' ? instance : { address: '10.80.0.10' }, 5432)).toEqual([])
    })
  },
)

describe.runIf(!missingKubectl)('the database of CloudNativePG', () => {
  const isOpen = openNetwork(missingKubectl ? [] : render('deploy/kubernetes/cloudnative-pg'), namespaces)
  const instance = elsewhere('andromede', { 'cnpg.io/cluster': 'database' })

  test('is reached by our pods, its members and its operator alone', () => {
    for (const port of [5432, 8000]) {
      expect(isOpen(instance, instance, port)).toBe(true)
      expect(isOpen(elsewhere('cnpg-system'), instance, port)).toBe(true)
    }
    for (const namespace of ['other', 'ingress', 'ingress-staff', 'monitoring'])
      for (const port of [5432, 8000]) expect(isOpen(elsewhere(namespace), instance, port)).toBe(false)
    expect(isOpen(elsewhere('andromede', { app: 'stray' }), instance, 5432)).toBe(false)
    expect(isOpen({ address: hypervisor }, instance, 5432)).toBe(false)
  })

  test('shows its metrics to the monitoring, and reaches the API server and its backups', () => {
    expect(isOpen(elsewhere('monitoring'), instance, 9187)).toBe(true)
    expect(isOpen(instance, { address: '10.96.0.1' }, 443)).toBe(true)
    expect(isOpen(instance, { address: hypervisor }, 8443)).toBe(false)
  })
})
