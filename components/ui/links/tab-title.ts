/** The title of a page while this tab is shown. Pure. */
export const titleOfTab = (tab: string, page: string): string => `${tab}, ${page}`
