/** Folders of the image's root: the product, and a mount point with its owner for each volume. */
export const imagePlaces = { product: 'andromede', volumes: ['data', 'status'] } as const
