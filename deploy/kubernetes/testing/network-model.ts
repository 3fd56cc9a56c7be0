import { BlockList, isIPv6 } from 'node:net'
import type { LabelSelector } from 'kubernetes-types/meta/v1'
import type {
  IPBlock,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
} from 'kubernetes-types/networking/v1'
import type { Manifest } from './strict-types'

/** A pod, or an address outside the cluster. */
export type Pod = { namespace: string; labels: Record<string, string>; ports?: Record<string, number> }
export type Place = Pod | { address: string }
export type Namespaces = Record<string, Record<string, string>>

const isPod = (place: Place): place is Pod => 'namespace' in place

function selects(selector: LabelSelector | undefined, labels: Record<string, string>): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {}
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator !== 'In') throw new Error(`the model has no ${operator}`)
      return values.includes(labels[key] ?? '')
    })
  )
}

function contains({ cidr, except = [] }: IPBlock, address: string): boolean {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  const inside = (range: string) => {
    const [network = '', bits = ''] = range.split('/')
    if (isIPv6(network) !== (family === 'ipv6')) return false
    const list = new BlockList()
    list.addSubnet(network, Number(bits), family)
    return list.check(address, family)
  }
  return inside(cidr) && !except.some(inside)
}

/** Whether policies let a TCP connection pass, by the rules of `networking.k8s.io/v1`. */
export function openNetwork(manifests: readonly Manifest[], namespaces: Namespaces) {
  const policies = manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ metadata, spec }) => ({
      namespace: (metadata as { namespace?: string }).namespace,
      spec: spec as NetworkPolicySpec,
    }))

  const isPeer = (peer: NetworkPolicyPeer, home: string, other: Place): boolean => {
    if (!isPod(other)) return peer.ipBlock !== undefined && contains(peer.ipBlock, other.address)
    if (peer.ipBlock) return false
    const isNamespace = peer.namespaceSelector
      ? selects(peer.namespaceSelector, namespaces[other.namespace] ?? {})
      : other.namespace === home
    return isNamespace && selects(peer.podSelector, other.labels)
  }
  /** A name is that of a port of the pod that accepts the connection. */
  const isPort = ({ protocol = 'TCP', port }: NetworkPolicyPort, to: Place, number: number) =>
    protocol === 'TCP' &&
    (port === undefined || port === number || (isPod(to) && to.ports?.[String(port)] === number))

  const lets = (
    direction: 'Ingress' | 'Egress',
    self: Pod,
    other: Place,
    to: Place,
    port: number,
  ): boolean => {
    const applying = policies.filter(
      ({ namespace, spec }) =>
        namespace === self.namespace &&
        spec.policyTypes?.includes(direction) &&
        selects(spec.podSelector, self.labels),
    )
    if (applying.length === 0) return true
    return applying.some(({ spec, namespace = '' }) => {
      const rules =
        direction === 'Ingress'
          ? spec.ingress?.map(({ from, ports }) => ({ peers: from, ports }))
          : spec.egress?.map((rule) => ({ peers: rule.to, ports: rule.ports }))
      return rules?.some(
        ({ peers, ports }) =>
          (peers === undefined || peers.some((peer) => isPeer(peer, namespace, other))) &&
          (ports === undefined || ports.some((each) => isPort(each, to, port))),
      )
    })
  }

  return (from: Place, to: Place, port: number): boolean =>
    (!isPod(from) || lets('Egress', from, to, to, port)) &&
    (!isPod(to) || lets('Ingress', to, from, to, port))
}
