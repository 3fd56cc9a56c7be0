import type { FirstBootState } from '~/db/schema/resources/first-boots'

/** The first boot of a server as its page shows it. */
export type FirstBootView = {
  /** `absent`: its image carries no cloud-init. */
  is: FirstBootState
  /** When the server first answered; null for `absent`. */
  since: string | null
  milliseconds: number | null
  module: string | null
  error: string | null
  /** A page follows it: it runs, and not for long yet. */
  isFollowed: boolean
}

/** Whether a page should ask again soon. */
export const isFirstBootFollowed = (boot: FirstBootView | null): boolean => boot?.isFollowed ?? false
