import type { Container, PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1'
import type { Manifest } from './strict-types'

export type Workload = {
  kind: string
  name: string
  labels: Record<string, string>
  pod: PodSpec
  container: Container
}

/** The Deployments and Jobs with their pods; each has one container. */
export function workloadsIn(manifests: readonly Manifest[]): Workload[] {
  return manifests
    .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    .map(({ kind, metadata, spec }) => {
      const { template } = spec as { template: PodTemplateSpec }
      const [container, ...others] = template.spec?.containers ?? []
      if (!template.spec || !container || others.length > 0)
        throw new Error(`${metadata.name} has not exactly one container`)
      return {
        kind,
        name: metadata.name,
        labels: template.metadata?.labels ?? {},
        pod: template.spec,
        container,
      }
    })
}

/** The data of a ConfigMap, or of a Secret as text. */
export function dataOf(manifests: readonly Manifest[], kind: string, name: string): Record<string, string> {
  const found = manifests.find((each) => each.kind === kind && each.metadata.name === name)
  if (!found) throw new Error(`there is no ${kind} ${name}`)
  return { ...(found.data as object), ...(found.stringData as object) }
}

/** Where a container finds a key of a Secret, by its path. */
export function secretFiles({ pod, container }: Workload): Map<string, { secret: string; key: string }> {
  return new Map(
    (pod.volumes ?? []).flatMap(({ name, secret }) => {
      const mount = container.volumeMounts?.find((each) => each.name === name)
      return (secret?.items ?? []).map((item) => [
        `${mount?.mountPath}/${item.path}`,
        { secret: secret?.secretName ?? '', key: item.key },
      ])
    }),
  )
}

/** The environment of a container, from literals, ConfigMaps and Secrets, with references between them. */
export function environmentOf(workload: Workload, manifests: readonly Manifest[]): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const { name, value, valueFrom } of workload.container.env ?? []) {
    const { configMapKeyRef: setting, secretKeyRef: secret } = valueFrom ?? {}
    const reference = setting ?? secret
    const data = reference && dataOf(manifests, setting ? 'ConfigMap' : 'Secret', reference.name ?? '')
    const text = reference ? data?.[reference.key] : value
    if (text === undefined) throw new Error(`${workload.name}: ${name} has no value`)
    environment[name] = text.replaceAll(/\$\((\w+)\)/g, (_all, other: string) => environment[other] ?? '')
  }
  return environment
}
