/** The first page of a site, separate from the other paths because every page loads it. */
export const landing = () => '/'
