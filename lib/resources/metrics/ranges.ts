export const metricRanges = ['hour', 'day', 'week', 'year'] as const
export type MetricRange = (typeof metricRanges)[number]

/** For each range: how far it looks back, the interval of its points, and their source; seconds. */
export const rangeFacts: Readonly<
  Record<MetricRange, { lengthSeconds: number; stepSeconds: number; resolutionSeconds: 10 | 60 | 3600 }>
> = {
  hour: { lengthSeconds: 3_600, stepSeconds: 10, resolutionSeconds: 10 },
  day: { lengthSeconds: 86_400, stepSeconds: 300, resolutionSeconds: 60 },
  week: { lengthSeconds: 7 * 86_400, stepSeconds: 3_600, resolutionSeconds: 3600 },
  year: { lengthSeconds: 365 * 86_400, stepSeconds: 86_400, resolutionSeconds: 3600 },
}

/** Retention of samples, of those without stored averages or counted traffic, of minutes and of hours; seconds. */
export const keptSeconds = {
  samples: 3 * 3_600,
  unprocessedSamples: 48 * 3_600,
  minutes: 8 * 86_400,
  hours: 400 * 86_400,
}

export type MetricPoint = {
  at: string
  cpuMilli: number
  memoryMib: number
  /** Null where the hypervisor does not report it. */
  diskMib: number | null
  receivedBytesPerSecond: number
  sentBytesPerSecond: number
}

/** The use of a server, or of all servers on a host, over a range that ends now. */
export type MetricSeries = {
  range: MetricRange
  from: string
  to: string
  stepSeconds: number
  points: MetricPoint[]
}
