/** Which zones this worker does the periodic work of; others do the rest. */
export type ServesZone = (zoneId: string) => boolean

export const everyZone: ServesZone = () => true
