/**
 * The instant up to which costs to date are counted at `now`: the start of its minute. Usage up to a past instant does not
 * change, so that every page and every process shows the same cents within a minute. Pure.
 */
export const costMoment = (now: Date): Date => new Date(now.getTime() - (now.getTime() % 60_000))
