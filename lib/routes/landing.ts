/** The first page of a site: apart from the other paths, for what every page loads. */
export const landing = () => '/'
