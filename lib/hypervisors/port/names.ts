const tagPrefix = 'user.andromede'

/** Who an object was made for; written as tags on everything that is created. */
export type Owner = { resourceId: string; organisationId: string; installation: string }

/**
 * Name of an object on the hypervisor, derived from the resource id alone, so that a repeated call meets
 * the object of the first. Ids are lower-case letters and digits with one underscore, which Incus refuses.
 */
export function hypervisorName(resourceId: string): string {
  return resourceId.replaceAll('_', '-')
}

/** The server that a name of ours stands for; null for any other name. */
export function resourceIdOf(name: string): string | null {
  return /^ins-[0-9a-z]{26}$/.test(name) ? name.replace('-', '_') : null
}

export function ownerTags(owner: Owner): Record<string, string> {
  return {
    [`${tagPrefix}.resource_id`]: owner.resourceId,
    [`${tagPrefix}.organisation_id`]: owner.organisationId,
    [`${tagPrefix}.installation`]: owner.installation,
  }
}

/** The owner that these tags name; null when any of the three is missing. */
export function readOwner(tags: Readonly<Record<string, string>>): Owner | null {
  const resourceId = tags[`${tagPrefix}.resource_id`]
  const organisationId = tags[`${tagPrefix}.organisation_id`]
  const installation = tags[`${tagPrefix}.installation`]
  if (!resourceId || !organisationId || !installation) return null
  return { resourceId, organisationId, installation }
}

/** Tagged as the organisation of a network that is kept ready and that no project has yet. */
export const spareNetworkOwner = 'operator'

/** True when this installation made the object for this resource. A tag of another installation is a stranger's. */
export function isOurs(owner: Owner | null, resourceId: string, installation: string): boolean {
  return owner !== null && owner.resourceId === resourceId && owner.installation === installation
}
