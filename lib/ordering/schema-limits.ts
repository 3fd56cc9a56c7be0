/** Lines that one order may have. */
export const linesPerOrder = 200
/** Servers and volumes, of all its lines together, that one order may ask for. */
export const resourcesPerOrder = 500
