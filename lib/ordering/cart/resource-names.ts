/** Lower-case letters, digits and hyphens, as in a host name; leaves room for the suffixes of a quantity. */
export const resourceNamePattern = /^[a-z]([a-z0-9-]{0,46}[a-z0-9])?$/
export const largestQuantity = 20

/**
 * The names of `quantity` resources, the given one first. A name that ends in digits counts on from there and
 * keeps its width (`web-03`, `web-04`); any other gets a number from 2 on (`web`, `web-2`). Pure.
 */
export function expandNames(name: string, quantity: number): string[] {
  const counted = /^(.*-)([0-9]{1,4})$/.exec(name)
  return Array.from({ length: quantity }, (_, index) => {
    if (!counted) return index === 0 ? name : `${name}-${index + 1}`
    const [, stem = '', digits = ''] = counted
    return `${stem}${String(Number(digits) + index).padStart(digits.length, '0')}`
  })
}

/** The name of the volume delivered with a server. */
export function volumeNameOf(instanceName: string): string {
  return `${instanceName}-data`
}

/** The organisation's name as the stem of host names: `Commune de Valmont` → `commune-valmont`. Pure. */
export function nameStem(organisationName: string): string {
  const words = organisationName
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 0 && !articles.has(word))
  const stem = words
    .join('-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 24)
    .replace(/-[^-]*$/, (tail, at: number) => (words.join('-').length > 24 && at > 3 ? '' : tail))
    .replace(/-+$/, '')
  return stem || 'serveur'
}

const articles = new Set(['de', 'du', 'des', 'la', 'le', 'les', 'd', 'l', 'et', 'sas', 'sarl', 'sa'])

/** The first `<stem>-NN` above every number in use, so that a released name is not reused by accident. Pure. */
export function nextFreeName(stem: string, taken: readonly string[]): string {
  const numbers = taken
    .map((name) => new RegExp(`^${stem}-([0-9]{2,4})(-data)?$`).exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
  return `${stem}-${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`
}
