/** The parts of Incus' interface that are no names of objects. */
const fixed = new Set(
  (
    '1.0 aliases backups certificates cluster console container custom events exec export files forwards images ' +
    'instances leases load-balancers logs members metadata metrics network-acls network-allocations networks ' +
    'operations peers profiles projects resources snapshots state storage-pools virtual-machine volumes wait'
  ).split(' '),
)

/** The path of a request with `*` in place of names, and without its query: `/1.0/networks/*`. */
export function pathTemplate(path: string): string {
  return (path.split('?')[0] ?? '')
    .split('/')
    .map((part) => (part === '' || fixed.has(part) ? part : '*'))
    .join('/')
}
