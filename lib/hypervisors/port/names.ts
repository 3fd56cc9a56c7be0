const tagPrefix = 'user.andromede'

/** The resource and organisation of an object, written as tags on everything that is created. */
export type Owner = { resourceId: string; organisationId: string; installation: string }

/**
 * The name of an object on the hypervisor, derived from the resource id only, so that a repeated call finds the object
 * of the first. Ids are lower-case letters and digits with one underscore, which Incus rejects.
 */
export function hypervisorName(resourceId: string): string {
  return resourceId.replaceAll('_', '-')
}

/** Returns the server id for a name of ours; null for any other name. */
export function resourceIdOf(name: string): string | null {
  return /^ins-[0-9a-z]{26}$/.test(name) ? name.replace('-', '_') : null
}

/** The same for a network. */
export function networkIdOf(name: string): string | null {
  return /^net-[0-9a-z]{26}$/.test(name) ? name.replace('-', '_') : null
}

export function ownerTags(owner: Owner): Record<string, string> {
  return {
    [`${tagPrefix}.resource_id`]: owner.resourceId,
    [`${tagPrefix}.organisation_id`]: owner.organisationId,
    [`${tagPrefix}.installation`]: owner.installation,
  }
}

/** What a copy was made of and what its row needs, where the hypervisor has no field for it. */
export type CopyFacts = { copyOf: string | null; pool: string | null; sizeGib: number | null }

export function copyTags({ copyOf, pool, sizeGib }: Partial<CopyFacts>): Record<string, string> {
  return {
    ...(copyOf && { [`${tagPrefix}.copy_of`]: copyOf }),
    ...(pool && { [`${tagPrefix}.pool`]: pool }),
    ...(sizeGib && { [`${tagPrefix}.size_gib`]: `${sizeGib}` }),
  }
}

export function readCopyTags(tags: Readonly<Record<string, string>>): CopyFacts {
  const sizeGib = Number(tags[`${tagPrefix}.size_gib`])
  return {
    copyOf: tags[`${tagPrefix}.copy_of`] ?? null,
    pool: tags[`${tagPrefix}.pool`] ?? null,
    sizeGib: Number.isInteger(sizeGib) && sizeGib > 0 ? sizeGib : null,
  }
}

/** Returns the owner in these tags; null when any of the three is missing. */
export function readOwner(tags: Readonly<Record<string, string>>): Owner | null {
  const resourceId = tags[`${tagPrefix}.resource_id`]
  const organisationId = tags[`${tagPrefix}.organisation_id`]
  const installation = tags[`${tagPrefix}.installation`]
  if (!resourceId || !organisationId || !installation) return null
  return { resourceId, organisationId, installation }
}

/** Organisation tag of a spare network, which no project has yet. */
export const spareNetworkOwner = 'operator'

/** Whether this installation created the object for this resource. A tag of another installation does not count. */
export function isOurs(owner: Owner | null, resourceId: string, installation: string): boolean {
  return owner !== null && owner.resourceId === resourceId && owner.installation === installation
}
