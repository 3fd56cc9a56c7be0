import { execFileSync, spawnSync } from 'node:child_process'
import { parseAllDocuments } from 'yaml'
import type { Manifest } from './strict-types'

/** Null where the manifests can be rendered, otherwise the reason. */
export const missingKubectl =
  spawnSync('kubectl', ['version', '--client']).status === 0 ? null : 'kubectl is not installed'

/** The resources of a kustomization. A field that kustomize does not know ends it. */
export function render(folder: string): Manifest[] {
  return readManifests(execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8' }))
}

export function readManifests(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => {
    const [error] = document.errors
    if (error) throw error
    return document.toJS() as Manifest
  })
}
