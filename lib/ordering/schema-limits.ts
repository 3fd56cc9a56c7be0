/** Lines per order. */
export const linesPerOrder = 200
/** Servers and volumes of all lines of an order. */
export const resourcesPerOrder = 500
/** SSH keys of a server. */
export const keysPerServer = 20
