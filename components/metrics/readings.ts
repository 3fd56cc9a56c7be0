import type { MetricPoint } from '~/lib/resources/client'

const mibPerGib = 1024

/** The used share of all processors, in percent. Pure. */
export const cpuPercent = ({ cpuMilli }: MetricPoint, processors: number): number =>
  cpuMilli / 10 / processors

/** Pure. */
export const memoryGib = ({ memoryMib }: MetricPoint): number => memoryMib / mibPerGib

/** Null where it was not measured. Pure. */
export const diskGib = ({ diskMib }: MetricPoint): number | null =>
  diskMib === null ? null : diskMib / mibPerGib

/** The amount that usage is compared with, in the unit of `memoryGib`. Pure. */
export const limitGib = (memoryMib: number): number => memoryMib / mibPerGib
